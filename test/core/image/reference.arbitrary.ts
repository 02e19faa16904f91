/** Generated image references, near misses, and an independent reading of the grammar to judge them by. */
import fc from 'fast-check';
import { formatReference, isRefusal, parseReference } from '../../../core/image/reference.ts';

const pick = (alphabet: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength });
const lower = 'abz019';
const label = fc.oneof(pick(lower, 1, 4), pick(`${lower}-`, 1, 5), fc.constantFrom('xn--n3h', '0x7f', '127', '0', '010', 'x-y'));
const port = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  fc.integer({ min: 0, max: 70000 }).map((n) => `:${n}`),
  fc.constantFrom(':443', ':080', ':', ':http'),
);
const hosts = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('docker.io', 'index.docker.io', 'localhost', 'ghcr.io', 'xn--n3h.com:5000') },
  fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => labels.join('.')),
  fc.constantFrom('docker.io', 'index.docker.io', 'localhost', 'ghcr.io', '127.0.0.1', 'GHCR.io', 'registry', 'a_b.c'),
  fc.ipV6().map((address) => `[${address}]`),
);
const component = fc.oneof(
  { weight: 12, arbitrary: pick(lower, 1, 5) },
  {
    weight: 4,
    arbitrary: fc.tuple(pick(lower, 1, 3), fc.constantFrom('.', '_', '__', '-', '---'), pick(lower, 1, 3)).map((p) => p.join('')),
  },
  fc.tuple(pick(lower, 1, 3), fc.constantFrom('..', '___', '.-', '_-'), pick(lower, 1, 3)).map((p) => p.join('')),
  fc.constantFrom('library', 'constructor', 'Upper', '-a', 'a-', ''),
);
const path = fc.array(component, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
const tag = fc.oneof(
  fc.constant(''),
  pick('aZ9_.-', 0, 6).map((text) => `:${text}`),
  fc.constantFrom(':latest', ':1.27'),
);
const hex = (length: number) => pick('0123456789abcdef', length, length);
const digest = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  hex(64).map((text) => `@sha256:${text}`),
  hex(96).map((text) => `@sha384:${text}`),
  hex(128).map((text) => `@sha512:${text}`),
  fc.constantFrom('@', '@sha256:', '@md5:0123', '@sha256'),
);

const written = fc
  .tuple(fc.option(fc.tuple(hosts, port), { nil: null }), path, tag, digest)
  .map(([host, ...rest]) => (host === null ? '' : `${host.join('')}/`) + rest.join(''));

/** One character put in, taken out or exchanged: what an attacker tries. */
const hostile = fc.constantFrom(...' \t\n\0\x1b/:@.-_%\\[]*?#A0é\u212a\u0441\u3002\uff0e\u200b');
const nearMiss = fc
  .tuple(written, fc.nat(), hostile, fc.nat(2))
  .map(
    ([text, at, character, cut]) =>
      text.slice(0, at % (text.length + 1)) + (cut === 2 ? '' : character) + text.slice((at % (text.length + 1)) + (cut && 1)),
  );

export const imageTexts = fc.oneof(
  { weight: 6, arbitrary: written },
  { weight: 3, arbitrary: nearMiss },
  pick('a0.:/@-_[]Ax', 0, 12),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

const grammar =
  /^(\[[a-f0-9:]+\]|[a-z0-9]+(?:-+[a-z0-9]+)*(?:\.[a-z0-9]+(?:-+[a-z0-9]+)*)*)(:[1-9]\d{0,4})?\/([a-z0-9]+(?:(?:\.|_{1,2}|-+|\/)[a-z0-9]+)*)(?::(\w[\w.-]{0,127}))?(?:@(sha256:[\da-f]{64}|sha384:[\da-f]{96}|sha512:[\da-f]{128}))?$/;

/** distribution/reference's algorithm with regular expressions and `new URL()`, plus our refusals: the canonical text, or null. */
function readByRegExp(text: string): string | null {
  if (/^(?:sha256:)?[\da-f]{64}$|^sha384:[\da-f]{96}$|^sha512:[\da-f]{128}$/.test(text)) return null;
  const [first = ''] = text.split('/', 1);
  const hasHost = first !== text && (/[.:A-Z]/.test(first) || first === 'localhost');
  const host = !hasHost || first === 'index.docker.io' ? 'docker.io' : first;
  const rest = hasHost ? text.slice(first.length + 1) : text;
  const parts = grammar.exec(`${host}/${host === 'docker.io' && !rest.includes('/') ? 'library/' : ''}${rest}`);
  if (parts === null || (parts[3] ?? '').length > 255 || Number(parts[2]?.slice(1) ?? 1) > 65535) return null;
  if (URL.parse(`https://${parts[1]}`)?.hostname !== parts[1]) return null;
  return parts[4] === undefined && parts[5] === undefined ? `${parts[0]}:latest` : parts[0];
}

/** What must hold for every text; throws where it does not. Returns whether the text was accepted. */
export function assertLaws(text: string): boolean {
  const parsed = parseReference(text);
  const canonical = isRefusal(parsed) ? null : formatReference(parsed);
  if (canonical !== readByRegExp(text))
    throw new Error(`${JSON.stringify(text)}: ${canonical} but by regular expression ${readByRegExp(text)}`);
  if (isRefusal(parsed)) {
    if (!/^[ -~]+$/.test(parsed.reason) || parsed.position < 0 || parsed.position > text.length) throw new Error(JSON.stringify(parsed));
    return false;
  }
  const again = parseReference(formatReference(parsed));
  if (isRefusal(again) || JSON.stringify({ ...again, text }) !== JSON.stringify(parsed))
    throw new Error(`${text}: ${canonical} is not canonical`);
  const url = new URL(`https://${parsed.host}`);
  const [, port = ''] = /:(\d+)$/.exec(parsed.host.replace(/^\[.*\]/, '')) ?? [];
  const name = port === '' ? parsed.host : parsed.host.slice(0, -port.length - 1);
  if (!/^[!-~]+$/.test(text) || url.hostname !== name || url.port !== (port === '443' ? '' : port)) throw new Error(`${text}: unsound`);
  return true;
}
