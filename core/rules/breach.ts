/** The shapes that most rules have: a field that may hold only some values, a profile that must be a safe one. */
import { maxQuotedLength } from '../limits.ts';
import type { ImageUse } from '../workload/types.ts';
import { at, type Field, isOneOf, isUnset, isUnsetOr, itemsOf, say } from './field.ts';
import type { Breach } from './workload-rule.ts';

/** What cannot be read, or was cut in the detail, has no place: nobody can tell whether an older object had the same. */
export function breach({ spot, owner, isReadable }: Field, detail: string): Breach {
  const { path, place } = spot();
  return { path, place: isReadable && detail.length <= maxQuotedLength ? place : null, owner, detail };
}

export function imageBreach({ path, place, list, container }: ImageUse, detail: string): Breach {
  return { path, place, owner: { list, name: container }, detail };
}

/** Below each of these, the field at `keys` may be unset or hold one of the allowed values. */
export function* allowOnly(fields: Iterable<Field>, keys: readonly string[], allowed: readonly unknown[]): Iterable<Breach> {
  for (const field of fields) {
    const found = at(field, ...keys);
    if (!isUnsetOr(found, allowed)) yield breach(found, `${keys.join('.')} is ${say(found)}`);
  }
}

/** The items of the lists that stand at `keys` below each of these. */
export function* itemsBelow(fields: Iterable<Field>, ...keys: readonly string[]): Iterable<Field> {
  for (const field of fields) yield* itemsOf(at(field, ...keys));
}

/** The profiles that Kubernetes calls safe: the runtime's own, or one that the node's administrator put there. */
const safeProfiles = ['RuntimeDefault', 'Localhost'];

export function isSafeProfile(profile: Field): boolean {
  return isOneOf(at(profile, 'type'), safeProfiles);
}

/** Profiles that are set, and not to a safe type. */
export function* unsafeProfiles(holders: Iterable<Field>, kind: 'seccompProfile' | 'appArmorProfile'): Iterable<Breach> {
  for (const holder of holders) {
    const profile = at(holder, 'securityContext', kind);
    const type = at(profile, 'type');
    if (!isUnset(profile) && !isSafeProfile(profile)) yield breach(type, `securityContext.${kind}.type is ${say(type)}`);
  }
}

/** Annotations set a profile before there was a field; null is an empty text, as in the API server. */
export function* unsafeAnnotations(annotations: Field, keys: Iterable<string>, isSafe: (value: string) => boolean): Iterable<Breach> {
  for (const key of keys) {
    const annotation = at(annotations, key);
    if (annotation.isReadable && annotation.value === undefined) continue;
    const text = annotation.isReadable ? (annotation.value ?? '') : undefined;
    if (typeof text !== 'string' || !isSafe(text)) yield breach(annotation, `the annotation is ${say(annotation)}`);
  }
}
