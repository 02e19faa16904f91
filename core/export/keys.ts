/**
 * Keys: scopes in a spelling that a prefix test can compare. A scope covers an image exactly when its key is a prefix of the
 * image's key (image-names.ts): every part is closed by a "/".
 *
 *     key := host "/" | host "/" path "/" | host "/" path "/:" tag "/" | host "/" path "/@" digest "/" | "*." rest "/"
 */

/** Keys that hold where the namespace is one of the patterns; null: everywhere. */
export interface KeyList {
  readonly namespaces: readonly string[] | null;
  readonly keys: readonly string[];
}

/** Keys by the namespaces in which they hold. */
export class Keys {
  readonly #lists = new Map<string, { readonly namespaces: readonly string[] | null; readonly keys: Set<string> }>();

  add(namespaces: readonly string[] | null, key: string): void {
    const id = JSON.stringify(namespaces);
    const list = this.#lists.get(id) ?? { namespaces, keys: new Set() };
    this.#lists.set(id, list);
    list.keys.add(key);
  }

  lists(): KeyList[] {
    return [...this.#lists.values()].map(({ namespaces, keys }) => ({ namespaces, keys: [...keys] }));
  }
}

/** A scope's key. */
export function keyOf(scope: string): string {
  const slash = scope.indexOf('/');
  const suffix = slash < 0 ? -1 : scope.slice(slash).search(/[:@]/);
  return suffix < 0 ? `${scope}/` : `${scope.slice(0, slash + suffix)}/${scope.slice(slash + suffix)}/`;
}

/** A key's scope. */
export function scopeOfKey(key: string): string {
  return key.slice(0, -1).replace(/\/([:@])/, '$1');
}
