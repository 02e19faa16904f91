/** The limits of evidence: unit, derivation. What a pusher can overstep is wrong evidence; only time is "could not check". */

/** Bytes of a manifest, an index, a page of referrers or a token answer (distribution-spec recommends 4 MiB; real ones stay below 100 KiB). */
export const maxManifestBytes = 1024 * 1024;

/** Bytes of a signature, an attestation or a bundle: a large SBOM has 5 MiB. */
export const maxBlobBytes = 8 * 1024 * 1024;

/** Bytes fetched for one image: every referrer small, and one or two large SBOMs. */
export const maxImageBytes = 32 * 1024 * 1024;

/** Bytes fetched for all images of one review: parsed they take four times as much, and a function has 512 MB. */
export const maxReviewBytes = 64 * 1024 * 1024;

/** Referrers of one image whose manifests are read. */
export const maxReferrers = 50;

/** Pages of referrers: each is one round trip, one after the other. */
export const maxReferrerPages = 4;

/** Signed things of one image that are fetched. */
export const maxArtifacts = 32;

/** Requests for one image, and for all images of one review. */
export const maxRequestsPerImage = 60;
export const maxRequestsPerReview = 1200;

/** Certificates, transparency log entries, timestamps or signatures in one envelope. Real ones have at most four. */
export const maxInEnvelope = 8;

/** Bits of an RSA key: below it is broken in practice; above it verification is a cost attack. */
export const rsaBits = { min: 2048, max: 8192 } as const;

/** Levels of maps and arrays in a CBOR envelope. Notation's has three. */
export const maxCborDepth = 8;
/** Items of one CBOR map or array. */
export const maxCborItems = 64;

/** Images of one review that are asked for at a time: real Pods have 20, and hostile ones 10,000 (`maxImageListItems`). */
export const maxImagesAtOnce = 64;

/** Redirects that the download of a blob may follow: ECR, GHCR and Docker Hub need one. */
export const maxRedirects = 2;

/** Findings of one scan report that are looked at; a full distribution image has 3,000. */
export const maxScanFindings = 20_000;

/** Requests under way to one host: a burst of 20 images must not look like an attack to a registry. */
export const maxConcurrencyPerHost = 16;

/** Failures in a row after which a host is left alone, and for how long. */
export const breakerFailures = 5;
export const breakerMs = 10_000;

/** Milliseconds without an answer that are a failure of the host; registries answer in 30 to 300. */
export const patienceMs = 1000;

/** Seconds that a registry's token lives when its answer does not say (distribution, token specification). */
export const defaultTokenSeconds = 60;
