/** Every limit of the system in one place: unit, derivation, source. Each has a test that hits it. */

/** Bytes of a request's body. Lambda's event is at most 6 MB; base64 takes 4/3, the envelope the rest: 4.5 MiB. */
export const maxBodyBytes = 4_718_592;

/** Levels of objects and lists in a body, a manifest or a custom resource. A Pod needs 12; JSON Schema-like CRDs stay below 40. */
export const maxNestingDepth = 64;

/** Characters of an admission request's `uid`: a UUID has 36. */
export const maxUidLength = 128;

/** Characters of an image text: host 255 + port 6 + path 255 + tag 129 + digest 136 = 781, rounded up. */
export const maxImageLength = 1024;

/** Characters of a host name (RFC 1035, section 2.3.4). */
export const maxHostLength = 253;

/** Characters of a repository path (distribution/reference: RepositoryNameTotalLengthMax). */
export const maxRepositoryLength = 255;

/** Characters of a tag (distribution/reference: tag regexp). */
export const maxTagLength = 128;

/** Characters of a refused image text that one reason repeats: enough for any real host, short enough for one line. */
export const maxReasonQuoteLength = 80;

/** Bytes of the list of clusters: what a parameter of the advanced tier holds (Parameter Store, service quotas), about 100 tokens. */
export const maxClusterListBytes = 8192;

/** Bytes of a denial's message. The API server passes 20,000 characters on; people read less. */
export const maxMessageBytes = 4096;

/** Characters of one audit annotation's value. */
export const maxAnnotationLength = 256;

/** Characters of one warning: the API server cuts at 256 when all warnings of a request pass 4,096. */
export const maxWarningLength = 256;

/** Characters of all warnings of one answer together (k8s.io/apiserver, warning recorder). */
export const maxWarningsLength = 4096;

/** Characters of a path into an object: 64 levels of hostile keys, repeated for each image, would grow with the square of the body. Real paths stay below 200. */
export const maxPathLength = 1024;

/** Characters of an attacker-chosen text that are repeated in a message. */
export const maxQuotedLength = 300;

/** Characters of a pull request comment: GitHub refuses 65,536 (the rest is room for a marker that a caller adds). */
export const maxCommentLength = 65_000;

/** Results of one SARIF run: GitHub code scanning refuses an upload with more. */
export const maxSarifResults = 25_000;

/** Aliases in one YAML document: more is an expansion bomb. */
export const maxYamlAliases = 100;

/** Values that the aliases of one YAML document repeat: real anchors repeat hundreds, and memory must not grow with the square of the text. */
export const maxYamlExpansion = 100_000;

/** Characters of a Dockerfile: the largest official ones have 40 KB; 4 MiB is what fits into one request's body. */
export const maxDockerfileLength = 4_194_304;

/** Bytes of one line of a Dockerfile: BuildKit's parser refuses more (Go's bufio.MaxScanTokenSize - 1). */
export const maxDockerfileLineBytes = 65_535;

/** Stages of one Dockerfile. Each copies its base's variables; real files stay below 50. */
export const maxDockerfileStages = 1000;

/** Problems of one Dockerfile that are told: a binary file has one in every line. */
export const maxDockerfileProblems = 100;

/** Variables (ARG and ENV) of one Dockerfile: times the stages, 1,000,000 copies. Real files stay below 100. */
export const maxDockerfileVariables = 1000;

/** Characters of a variable's value: `ARG B=$A$A` doubles with every line. Four times the longest image. */
export const maxExpandedLength = 4096;

/** Levels of `$(...)`, backticks and `sh -c` in one RUN: each is read again. Written by hand, three are rare. */
export const maxShellDepth = 16;

/** Characters of a Dockerfile that the second parser reads as well: it is quadratic in flags (0.2 s at this size); real files are smaller. */
export const maxSecondReadingLength = 65_536;

/** Seconds of the webhook's `?timeout=`: what an API server can send (admissionregistration.k8s.io/v1). */
export const timeoutSeconds = { min: 1, max: 30 } as const;

/** Images and findings of one decision that its record names: more than any honest object has that is denied. */
export const maxRecordedImages = 64;

/** Characters of a record's line. CloudWatch Logs takes events of 256 KiB everywhere (1 MiB in newer accounts); the platform's own fields need the rest. */
export const maxRecordLength = 250_000;

/** Entries that a denial looks through for two to name: enough for any place, and the cost of a denial stays flat. */
export const maxNamedAllows = 64;

/** Characters of an attacker-chosen text in a record: a user, a namespace, a container, an image. */
export const maxRecordedLength = 512;

/** Items of one list of containers or volumes that are looked at. Kubernetes keeps objects below 1.5 MiB; the largest Pods known have some hundred. */
export const maxImageListItems = 10_000;

/** Entries of an exported ValidatingAdmissionPolicy: an expression may cost 1,000,000 (k8s.io/apiserver, PerCallLimit), one entry costs each image 13, so that 1,000 leave room for Pods of 78 images. */
export const maxExportedEntries = 1000;

/** Characters of all entries of an export: cel-go reads expressions of 100,000 (ParserExpressionSizeLimit). */
export const maxExportedExpressionLength = 80_000;

/** Characters of a foreign allowlist that is imported: thousands of entries, and every step takes linear time. */
export const maxImportLength = 1_048_576;

/** Entries of an import: more come from a list that is an allowlist already. */
export const maxImportedEntries = 1000;
