/** Turns a merged document, whose every value is of its shape, into the compiled policy. */
import { addUpEvidence, compileEvidence } from '../evidence/add-up.ts';
import { asksNothing } from '../evidence/requirement.ts';
import { maxNamedAllows } from '../limits.ts';
import type { Presets } from '../presets/preset.ts';
import { canonicalJson, sha256 } from './canonical.ts';
import { instantOf } from './dates.ts';
import type { ExceptionDocument } from './keys/exceptions.ts';
import type { MergedDocument, MergedEntry, MergedRequire, MergedSettings } from './merge.ts';
import { scopeOf } from './merge.ts';
import type { Entry, Exception, NamedAllow, Policy, Requirements, Settings } from './policy.ts';
import { addPresets } from './preset-entries.ts';
import { reachOf } from './reach.ts';

/** `presets` holds at least those that the document names. */
export function compile(document: MergedDocument, source: string, presets: Presets = {}): Policy {
  const requirements = compileRequire(document.require);
  const { byScope, allows, allowCount, asksEvidence } = compileEntries(document, requirements, presets);
  const clusters = Object.entries(document.clusters).map(([name, settings]) => [name, compileSettings(settings)] as const);
  return {
    hash: sha256(canonicalJson(document)),
    source,
    denyAll: document.denyAll,
    require: requirements,
    asksEvidence,
    verifiers: new Map(Object.entries(document.verifiers)),
    registries: new Map(Object.entries(document.registries)),
    settings: compileSettings(document),
    clusters: new Map(clusters),
    entries: byScope,
    hosts: reachOf(byScope.keys()),
    allows,
    allowCount,
    exceptions: Map.groupBy(document.exceptions.map(compileException), ({ image }) => image),
    breakGlass: document.breakGlass,
    rewrite: new Map(document.rewrite.map(({ from, to }) => [from, to])),
    workloads: { ...document.workloads, rules: new Map(Object.entries(document.workloads.rules)) },
    dockerfiles: { rules: new Map(Object.entries(document.dockerfiles.rules)) },
  };
}

function compileException({ clusters, namespaces, until, ...rest }: ExceptionDocument): Exception {
  const where = clusters === undefined && namespaces === undefined ? null : { clusters: clusters ?? null, namespaces: namespaces ?? null };
  return { ...rest, where, until, untilMs: instantOf(until, 'until') ?? 0 };
}

function compileEntries(document: MergedDocument, requirements: Requirements, presets: Presets) {
  const byScope = new Map<string, Entry[]>();
  const allows: NamedAllow[] = [];
  // Every plain allow is the same entry: 100,000 of them cost one Map.
  const plain: Entry = { ...compileEntry({}, requirements), effect: 'allow' };
  const plainList: Entry[] = [plain];
  let allowCount = 0;
  let asksEvidence = !asksNothing(requirements.evidence);
  for (const item of document.images) {
    const scope = scopeOf(item);
    const entry = typeof item === 'string' ? plain : compileEntry(item, requirements);
    asksEvidence ||= entry !== plain && !asksNothing(entry.require.evidence);
    const others = byScope.get(scope);
    if (others === undefined) byScope.set(scope, entry === plain ? plainList : [entry]);
    else if (others === plainList) byScope.set(scope, [plain, entry]);
    else others.push(entry);
    if (entry.effect === 'deny') continue;
    allowCount++;
    if (allows.length < maxNamedAllows) allows.push({ scope, entry });
  }
  const added = addPresets(byScope, document.presets, presets, plain);
  return { byScope, allows: [...allows, ...added].slice(0, maxNamedAllows), allowCount: allowCount + added.length, asksEvidence };
}

function compileEntry(item: MergedEntry, requirements: Requirements): Entry {
  const { where, until, enforceFrom } = item;
  return {
    effect: item.deny === undefined ? 'allow' : 'deny',
    where: where === undefined ? null : { clusters: where.clusters ?? null, namespaces: where.namespaces ?? null },
    untilMs: until === undefined ? null : instantOf(until, 'until'),
    reason: item.reason ?? null,
    mode: item.mode ?? null,
    enforceFromMs: enforceFrom === undefined ? null : instantOf(enforceFrom, 'from'),
    require: item.require === undefined ? requirements : addUp(requirements, compileRequire(item.require)),
  };
}

function compileRequire({ digest, tags, signedBy, attestations, vulnerabilities }: MergedRequire): Requirements {
  const evidence = compileEvidence({ signedBy, attestations, ...(vulnerabilities === null ? {} : { vulnerabilities }) });
  return { digest, deniedTags: tags.deny, evidence };
}

function addUp(a: Requirements, b: Requirements): Requirements {
  return {
    digest: a.digest || b.digest,
    deniedTags: [...new Set([...a.deniedTags, ...b.deniedTags])],
    evidence: addUpEvidence(a.evidence, b.evidence),
  };
}

function compileSettings({ mode, onError, exemptNamespaces }: MergedSettings): Settings {
  return { mode, onError, exemptNamespaces: new Set(exemptNamespaces) };
}
