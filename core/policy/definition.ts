/** The policy document's keys: what each may hold, and what it means to whoever hovers over it in an editor. */
import type { EvidenceDocument } from '../evidence/add-up.ts';
import type { VerifierDocument } from '../evidence/requirement.ts';
import { type RegistryDocument, registries } from '../evidence/shapes/registries.ts';
import { attestations, signedBy, vulnerabilities } from '../evidence/shapes/require.ts';
import { verifiers } from '../evidence/shapes/verifiers.ts';
import type { PresetName } from '../presets/preset.ts';
import { type BreakGlassDocument, breakGlass } from './keys/break-glass.ts';
import { type CaseDocument, cases } from './keys/cases.ts';
import { type DockerfilesDocument, dockerfiles } from './keys/dockerfiles.ts';
import { type ExceptionDocument, exceptions } from './keys/exceptions.ts';
import { presets } from './keys/presets.ts';
import { type RewriteDocument, rewrite } from './keys/rewrite.ts';
import { type WorkloadsDocument, workloads } from './keys/workloads.ts';
import type { ObjectShape, Shape } from './shape.ts';
import { clusterText, fromText, namespaceText, placePattern, reasonText, scopeText, tagPattern, untilText } from './texts.ts';

export const modes = ['enforce', 'warn', 'audit'] as const;
export type Mode = (typeof modes)[number];
export type OnError = 'deny' | 'allow';

/** A list's length that no real policy reaches; entries have their own limit. */
const maxItems = 1000;
/** Goals are stated for 100,000 entries; more than twice that is somebody's mistake. */
const maxEntries = 250_000;

const mode: Shape = {
  type: 'choice',
  doc: 'What a finding does: enforce denies, warn allows and warns, audit allows and records.',
  values: modes,
};
const onError: Shape = {
  type: 'choice',
  doc: 'What holds for images that the allowlist admits when their evidence cannot be checked, or time runs out.',
  values: ['deny', 'allow'],
};
const exemptNamespaces: Shape = {
  type: 'list',
  doc: 'Namespaces in which nothing is judged: exact names.',
  of: namespaceText,
  max: maxItems,
};

const where: Shape = {
  type: 'object',
  doc: 'Where the entry applies: keys are ANDed, items ORed.',
  keys: {
    clusters: { type: 'list', doc: 'Names of clusters, exact or with one trailing "*".', of: placePattern, min: 1, max: maxItems },
    namespaces: { type: 'list', doc: 'Names of namespaces, exact or with one trailing "*".', of: placePattern, min: 1, max: maxItems },
  },
  anyOf: ['clusters', 'namespaces'],
};

const requirements: ObjectShape = {
  type: 'object',
  doc: 'What an allowed image must fulfil besides; an entry adds to the policy, key by key.',
  keys: {
    tags: {
      type: 'object',
      doc: 'Rules for tags.',
      keys: { deny: { type: 'list', doc: 'Tags that are denied, exact or with one trailing "*".', of: tagPattern, max: maxItems } },
      anyOf: ['deny'],
    },
    digest: { type: 'flag', doc: 'The image must be named by its digest.' },
    signedBy,
    attestations,
    vulnerabilities,
  },
};

const common = { where, reason: reasonText, mode, enforceFrom: fromText };

const allowEntry: ObjectShape = {
  type: 'object',
  doc: 'Admits what the scope covers.',
  keys: { allow: scopeText, ...common, until: untilText, require: requirements },
  required: ['allow'],
  exclusive: [['mode', 'enforceFrom']],
};

const denyEntry: ObjectShape = {
  type: 'object',
  doc: 'Refuses what the scope covers. It has no end: remove the entry instead.',
  keys: { deny: scopeText, ...common },
  required: ['deny'],
  exclusive: [['mode', 'enforceFrom']],
};

const clusterSettings: Shape = {
  type: 'object',
  doc: "What differs in this cluster: each key replaces the policy's.",
  keys: { mode, onError, exemptNamespaces },
};

/** The whole document. */
export const documentShape: ObjectShape = {
  type: 'object',
  doc: 'An Image Warden policy: which container images may run.',
  keys: {
    version: { type: 'choice', doc: 'The version of this format.', values: [1] },
    mode,
    onError,
    exemptNamespaces,
    denyAll: { type: 'flag', doc: 'True beats every entry: the kill switch.' },
    presets,
    images: {
      type: 'list',
      doc: 'The entries; only the most specific one that applies decides.',
      of: {
        type: 'either',
        doc: 'A scope, which is an allow, or an entry.',
        expected: 'a scope, or an entry with allow or deny',
        of: [scopeText, allowEntry, denyEntry],
      },
      max: maxEntries,
    },
    require: requirements,
    verifiers,
    registries,
    rewrite,
    workloads,
    dockerfiles,
    clusters: { type: 'map', doc: 'What differs in one cluster.', key: clusterText, of: clusterSettings, max: 10_000 },
    exceptions,
    breakGlass,
    cases,
  },
  required: ['version'],
};

/** The document as it is once `readValue` found no problem in it. */
export interface PolicyDocument {
  readonly version: 1;
  readonly mode?: Mode;
  readonly onError?: OnError;
  readonly exemptNamespaces?: readonly string[];
  readonly denyAll?: boolean;
  readonly presets?: readonly PresetName[];
  readonly images?: readonly (string | EntryDocument)[];
  readonly require?: RequireDocument;
  readonly verifiers?: Readonly<Record<string, VerifierDocument>>;
  readonly registries?: Readonly<Record<string, RegistryDocument>>;
  readonly rewrite?: readonly RewriteDocument[];
  readonly workloads?: WorkloadsDocument;
  readonly dockerfiles?: DockerfilesDocument;
  readonly clusters?: Readonly<Record<string, SettingsDocument>>;
  readonly exceptions?: readonly ExceptionDocument[];
  readonly breakGlass?: BreakGlassDocument;
  readonly cases?: readonly CaseDocument[];
}

export interface SettingsDocument {
  readonly mode?: Mode;
  readonly onError?: OnError;
  readonly exemptNamespaces?: readonly string[];
}

export interface EntryDocument {
  readonly allow?: string;
  readonly deny?: string;
  readonly where?: { readonly clusters?: readonly string[]; readonly namespaces?: readonly string[] };
  readonly until?: string;
  readonly reason?: string;
  readonly mode?: Mode;
  readonly enforceFrom?: string;
  readonly require?: RequireDocument;
}

export interface RequireDocument extends EvidenceDocument {
  readonly tags?: { readonly deny?: readonly string[] };
  readonly digest?: boolean;
}
