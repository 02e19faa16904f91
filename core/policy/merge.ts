/** The allowlist and the document as one document, with every default filled in: what is hashed, published and compiled. */
import type { EvidenceDocument } from '../evidence/add-up.ts';
import type { VerifierDocument } from '../evidence/requirement.ts';
import type { RegistryDocument } from '../evidence/shapes/registries.ts';
import type { PresetName } from '../presets/preset.ts';
import type { EntryDocument, Mode, OnError, PolicyDocument, RequireDocument, SettingsDocument } from './definition.ts';

import type { BreakGlassDocument } from './keys/break-glass.ts';
import type { CaseDocument } from './keys/cases.ts';
import type { DockerfilesDocument } from './keys/dockerfiles.ts';
import type { ExceptionDocument } from './keys/exceptions.ts';
import type { RewriteDocument } from './keys/rewrite.ts';
import type { WorkloadsDocument } from './keys/workloads.ts';

export interface MergedRequire {
  readonly digest: boolean;
  readonly tags: { readonly deny: readonly string[] };
  readonly signedBy: NonNullable<EvidenceDocument['signedBy']>;
  readonly attestations: NonNullable<EvidenceDocument['attestations']>;
  /** Null: nothing is asked. */
  readonly vulnerabilities: NonNullable<EvidenceDocument['vulnerabilities']> | null;
}

export interface MergedEntry extends Omit<EntryDocument, 'require'> {
  readonly require?: MergedRequire;
}

export interface MergedSettings {
  readonly mode: Mode;
  readonly onError: OnError;
  readonly exemptNamespaces: readonly string[];
}

export interface MergedDocument extends MergedSettings {
  readonly version: 1;
  readonly denyAll: boolean;
  /** Each once. */
  readonly presets: readonly PresetName[];
  /** A text is an allow of that scope without any condition. */
  readonly images: readonly (string | MergedEntry)[];
  readonly require: MergedRequire;
  readonly verifiers: Readonly<Record<string, VerifierDocument>>;
  readonly registries: Readonly<Record<string, RegistryDocument>>;
  readonly rewrite: readonly RewriteDocument[];
  readonly workloads: Required<WorkloadsDocument>;
  readonly dockerfiles: Required<DockerfilesDocument>;
  readonly clusters: Readonly<Record<string, MergedSettings>>;
  readonly exceptions: readonly ExceptionDocument[];
  /** Null: there is no way to break the glass. */
  readonly breakGlass: Required<BreakGlassDocument> | null;
  readonly cases: readonly CaseDocument[];
}

/** A scope that both name is decided by the document; a scope twice in the allowlist is one entry. */
export function mergeDocument(document: PolicyDocument | null, allowlist: readonly string[]): MergedDocument {
  const images = (document?.images ?? []).map(mergeEntry);
  const settings = mergeSettings(document ?? {}, { mode: 'enforce', onError: 'deny', exemptNamespaces: [] });
  const clusters = Object.entries(document?.clusters ?? {}).map(([name, own]) => [name, mergeSettings(own, settings)] as const);
  return {
    version: 1,
    ...settings,
    denyAll: document?.denyAll ?? false,
    presets: [...new Set(document?.presets)],
    images: allowlist.length === 0 ? images : [...images, ...notNamed(images, allowlist)],
    require: mergeRequire(document?.require),
    verifiers: document?.verifiers ?? {},
    registries: document?.registries ?? {},
    rewrite: document?.rewrite ?? [],
    workloads: { podSecurity: 'off', podSecurityVersion: 'latest', admission: false, rules: {}, ...document?.workloads },
    dockerfiles: { rules: {}, ...document?.dockerfiles },
    clusters: Object.fromEntries(clusters),
    exceptions: document?.exceptions ?? [],
    breakGlass: document?.breakGlass === undefined ? null : { controllers: false, imageReview: false, ...document.breakGlass },
    cases: document?.cases ?? [],
  };
}

function notNamed(images: readonly (string | MergedEntry)[], allowlist: readonly string[]): Set<string> {
  const named = new Set(images.map(scopeOf));
  return new Set(allowlist.filter((scope) => !named.has(scope)));
}

export function scopeOf(entry: string | MergedEntry): string {
  return typeof entry === 'string' ? entry : (entry.allow ?? entry.deny ?? '');
}

function mergeEntry(entry: string | EntryDocument): string | MergedEntry {
  if (typeof entry === 'string') return entry;
  if (entry.allow !== undefined && Object.keys(entry).length === 1) return entry.allow;
  const { require, ...rest } = entry;
  return require === undefined ? rest : { ...rest, require: mergeRequire(require) };
}

function mergeSettings(own: SettingsDocument, base: MergedSettings): MergedSettings {
  return {
    mode: own.mode ?? base.mode,
    onError: own.onError ?? base.onError,
    exemptNamespaces: own.exemptNamespaces ?? base.exemptNamespaces,
  };
}

function mergeRequire(own: RequireDocument | undefined): MergedRequire {
  return {
    digest: own?.digest ?? false,
    tags: { deny: own?.tags?.deny ?? [] },
    signedBy: mergeSignedBy(own?.signedBy ?? []),
    attestations: own?.attestations ?? [],
    vulnerabilities:
      own?.vulnerabilities === undefined ? null : { fixableOnly: false, graceDays: 0, missing: 'deny', allow: [], ...own.vulnerabilities },
  };
}

function mergeSignedBy(own: MergedRequire['signedBy']): MergedRequire['signedBy'] {
  return 'anyOf' in own ? { anyOf: own.anyOf, count: own.count ?? 1 } : own;
}
