/** Guesses what was meant by a text that is no scope. The guess goes into an error for a person to judge; it is never used. */

/** A likely spelling; the caller checks whether it is a scope. */
export function suggestScope(text: string): string {
  const bare = text.trim().replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/+/, '');
  const hosted = withHost(
    lowerName(bare)
      .replace(/\/{2,}/g, '/')
      .replace(/^\//, ''),
  );
  return withoutStars(hosted)
    .replace(/\/$/, '')
    .replace(/:[^:/@]*@/, '@');
}

/** Host and path are lower case, a tag is not. */
function lowerName(text: string): string {
  const suffix = /\/[^/:@]*([:@][^/]*)$/.exec(text)?.[1] ?? '';
  return text.slice(0, text.length - suffix.length).toLowerCase() + suffix;
}

/** `**.a.b` -> `*.a.b`; behind the host everything from the star's component or tag on goes. */
function withoutStars(text: string): string {
  if (/^\*+\./.test(text)) return text.replace(/^\*+/, '*').replace(/\/.*$/, '');
  return text.replace(/:[^:/]*\*.*$/, '').replace(/\/[^/]*\*.*$/, '');
}

/** Docker Hub is what a container runtime inserts where there is no host. */
function withHost(text: string): string {
  const slash = text.indexOf('/');
  const first = slash < 0 ? text : text.slice(0, slash);
  if (first === 'index.docker.io') return text.slice('index.'.length);
  if (first.includes('*')) return text;
  const name = /^[^:@]*/.exec(first)?.[0] ?? '';
  if (name === 'localhost' || name.includes('.') || name.startsWith('[')) return text;
  return slash < 0 ? `docker.io/library/${text}` : `docker.io/${text}`;
}
