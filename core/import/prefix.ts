/**
 * From the beginning of an image text, which a foreign rule compares character by character, to a scope; and what the two do
 * differently. Nothing is guessed but Docker Hub's own spellings: a beginning that no scope can mean is refused.
 */
import { isRefusal, type Refusal, refuse } from '../image/refusal.ts';
import { parseScope, type Scope } from '../image/scope.ts';
import { maxImageLength } from '../limits.ts';
import { quote } from '../text.ts';

export interface ImportedScope {
  readonly scope: string;
  /** What the two cover differently; one sentence each, printable ASCII. */
  readonly differences: readonly string[];
}

/** `isPrefix`: the foreign rule asks for a beginning, or has a `*` at the end; else for a name. */
export function scopeOfPrefix(text: string, isPrefix: boolean): ImportedScope | Refusal {
  if (text.length > maxImageLength) return refuse(`${text.length} characters, at most ${maxImageLength}`, maxImageLength);
  const bare = text.replace(/\*+$/, '');
  const open = (isPrefix || bare !== text) && !bare.endsWith('/');
  const name = bare.replace(/\/+$/, '');
  if (name === '') return refuse('it would admit every image: name each registry', 0);
  const scope = parse(name, bare.endsWith('/'));
  if (isRefusal(scope)) return open && /[/._-]$/.test(name) ? refuse(`it ends inside a name (${scope.reason})`, name.length - 1) : scope;
  const spelled =
    scope.text === name ? [] : [`${quote(text)} is written ${scope.text} here: Docker Hub's images have one name however they are spelled`];
  const star =
    isPrefix && bare !== text
      ? [`${quote(text)} is compared as written there, and no image has a "*"; the entry admits ${scope.text}`]
      : [];
  return {
    scope: scope.text,
    differences: [...star, ...spelled, ...(open ? openEnd(name, scope) : []), ...dockerHub(name, scope, isPrefix)],
  };
}

/** As written, else as Docker Hub's. */
function parse(name: string, closed: boolean): Scope | Refusal {
  const written = parseScope(name);
  if (!isRefusal(written) || name.includes('*')) return written;
  const short = name.replace(/^index\.docker\.io(?=\/|$)/, 'docker.io');
  const [first = ''] = name.split('/', 1);
  const isHost = name.includes('/') && (/[.:A-Z]/.test(first) || first === 'localhost');
  const spellings =
    short !== name ? [short] : isHost ? [] : [name.includes('/') || closed ? `docker.io/${name}` : `docker.io/library/${name}`];
  return spellings.map(parseScope).find((scope) => !isRefusal(scope)) ?? written;
}

/** A beginning that does not end where a component does. */
function openEnd(name: string, { text, kind }: Scope): string[] {
  const begins = `the beginning ${quote(name)} also covers`;
  switch (kind) {
    case 'host':
      return [`${begins} ${quote(`${name}.evil.io/x`)}; the entry ${text} means that one host`];
    case 'path':
      return [`${begins} ${quote(`${name}-evil${name.includes('/') ? '/x' : '.io/x'}`)}; the entry ${text} ends at a "/"`];
    case 'tag':
      return [`${begins} ${quote(`${name}-evil`)}; the entry ${text} means that one tag`];
    case 'digest':
    case 'wildcard':
      return [];
  }
}

function dockerHub(name: string, { host, path, kind }: Scope, isPrefix: boolean): string[] {
  if (kind === 'wildcard') return [`${host} means exactly one label before the rest, and no path after it`];
  if (!isPrefix || host !== 'docker.io' || !name.startsWith('docker.io')) return [];
  const short = path === null ? 'nginx or acme/app' : path.replace(/^library\//, '');
  return [`a comparison of beginnings does not cover the same images written without docker.io (${short}); the entry does`];
}
