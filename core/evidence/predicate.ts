/** Predicate types by their short names, and conditions on what a predicate says. The predicate is signed, but its shape is anybody's. */
import { matchesPattern } from '../policy/where.ts';
import { own, ownText } from '../workload/json.ts';
import type { AttestationRequirement } from './requirement.ts';

/** Short name -> predicate types, and the name that `cosign attest --type` has for it. A type stands for its versions too. */
const known: ReadonlyMap<string, { readonly types: readonly string[]; readonly cosign: string }> = new Map([
  ['slsa-provenance', { types: ['https://slsa.dev/provenance/v1', 'https://slsa.dev/provenance/v0.2'], cosign: 'slsaprovenance1' }],
  ['spdx', { types: ['https://spdx.dev/Document'], cosign: 'spdxjson' }],
  ['cyclonedx', { types: ['https://cyclonedx.org/bom'], cosign: 'cyclonedx' }],
  ['vuln', { types: ['https://cosign.sigstore.dev/attestation/vuln/v1'], cosign: 'vuln' }],
]);

export function isOfType(predicateType: string, type: string): boolean {
  return (known.get(type)?.types ?? [type]).some(
    (one) => predicateType === one || (known.has(type) && predicateType.startsWith(`${one}/`)),
  );
}

export function cosignTypeOf(type: string): string {
  return known.get(type)?.cosign ?? type;
}

interface Provenance {
  readonly builder: string | null;
  /** Without `git+` and the ref: `https://github.com/acme/app`. */
  readonly source: string | null;
  readonly ref: string | null;
  readonly workflow: string | null;
}

/** SLSA provenance v1 and v0.2 (slsa.dev/spec). What the builder does not say is null. */
function readProvenance(predicateType: string, predicate: unknown): Provenance {
  return predicateType === 'https://slsa.dev/provenance/v0.2' ? readV02(predicate) : readV1(predicate);
}

function readV1(predicate: unknown): Provenance {
  const definition = own(predicate, 'buildDefinition');
  const parameters = own(definition, 'externalParameters');
  // GitHub's and Google's build types; the SLSA generators name one source.
  const workflow = own(parameters, 'workflow') ?? own(parameters, 'buildConfigSource');
  const dependencies = own(definition, 'resolvedDependencies');
  const first: unknown = Array.isArray(dependencies) ? dependencies[0] : undefined;
  const uri =
    ownText(workflow, 'repository') ?? ownText(own(parameters, 'source'), 'uri') ?? ownText(parameters, 'source') ?? ownText(first, 'uri');
  const located = splitUri(uri);
  return {
    builder: ownText(own(own(predicate, 'runDetails'), 'builder'), 'id'),
    source: located.source,
    ref: ownText(workflow, 'ref') ?? located.ref,
    workflow: ownText(workflow, 'path'),
  };
}

function readV02(predicate: unknown): Provenance {
  const config = own(own(predicate, 'invocation'), 'configSource');
  return {
    builder: ownText(own(predicate, 'builder'), 'id'),
    ...splitUri(ownText(config, 'uri')),
    workflow: ownText(config, 'entryPoint'),
  };
}

/** `git+https://github.com/acme/app@refs/heads/main` */
function splitUri(uri: string | null): Pick<Provenance, 'source' | 'ref'> {
  if (uri === null) return { source: null, ref: null };
  const bare = uri.replace(/^git\+/, '');
  const at = bare.indexOf('@', bare.lastIndexOf('/') < 0 ? 0 : bare.indexOf('/', bare.indexOf('://') + 3));
  return at < 0 ? { source: bare, ref: null } : { source: bare.slice(0, at), ref: bare.slice(at + 1) };
}

/** The first condition that is not met: what it is of, what was expected and got; null when all are. */
export function unmetCondition(
  requirement: AttestationRequirement,
  predicateType: string,
  predicate: unknown,
): { readonly name: string; readonly expected: string; readonly got: string | null } | null {
  const provenance = readProvenance(predicateType, predicate);
  for (const name of ['builder', 'source', 'ref', 'workflow'] as const) {
    const [expected, got] = [requirement[name], provenance[name]];
    if (expected !== undefined && (got === null || !matchesPattern(expected, got))) return { name, expected, got };
  }
  for (const [name, expected] of Object.entries(requirement.fields ?? {})) {
    const got = fieldOf(predicate, name);
    if (got === null || !matchesPattern(expected, got)) return { name, expected, got };
  }
  return null;
}

/** The scalar at a dotted path, as text; a list's items are named by their position. */
function fieldOf(predicate: unknown, path: string): string | null {
  let value: unknown = predicate;
  for (const step of path.split('.'))
    value = Array.isArray(value) && /^\d{1,4}$/.test(step) ? (value as unknown[])[Number(step)] : own(value, step);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
