/** Who a trust root trusts, in words, and what a newer one changes. For people; nothing is decided by it. */
import { createHash } from 'node:crypto';
import { escapeText } from '../text.ts';
import { own, ownText } from '../workload/json.ts';
import { decodeBase64 } from './bytes.ts';

interface Authority {
  /** Equal for one key, whatever else is said of it. */
  readonly id: string;
  /** `transparency log https://rekor.sigstore.dev (key c0d23d6ad406)` */
  readonly text: string;
  /** `from 2021-01-12, until 2022-10-31` */
  readonly validity: string;
}

const kinds = [
  ['certificateAuthorities', 'certificate authority', 'uri'],
  ['tlogs', 'transparency log', 'baseUrl'],
  ['ctlogs', 'certificate transparency log', 'baseUrl'],
  ['timestampAuthorities', 'timestamp authority', 'uri'],
] as const;

/** Of a `trusted_root.json` that parsed. */
export function authoritiesOf(root: unknown): readonly Authority[] {
  return kinds.flatMap(([key, kind, address]) =>
    listOf(root, key).map((one): Authority => {
      const isLog = own(one, 'publicKey') !== undefined;
      const bytes = isLog
        ? [own(own(one, 'publicKey'), 'rawBytes')]
        : listOf(own(one, 'certChain'), 'certificates').map((cert) => own(cert, 'rawBytes'));
      const hash = createHash('sha256');
      for (const text of bytes) hash.update(decodeBase64(text) ?? '');
      const digest = hash.digest('hex');
      const name = `${kind} ${escapeText(ownText(one, address) ?? 'without address', 200)} (${isLog ? 'key' : 'chain'} ${digest.slice(0, 12)})`;
      return { id: `${key} ${digest}`, text: name, validity: validityOf(own(isLog ? own(one, 'publicKey') : one, 'validFor')) };
    }),
  );
}

/** One line for each authority that is new (`+`), gone (`-`), or valid for another time (`~`); empty: nothing has changed. */
export function describeChanges(before: unknown, after: unknown): string[] {
  const [old, young] = [authoritiesOf(before), authoritiesOf(after)];
  const find = (list: readonly Authority[], id: string) => list.find((one) => one.id === id);
  return [
    ...young.filter(({ id }) => find(old, id) === undefined).map(({ text, validity }) => `+ ${text}, ${validity}`),
    ...old.filter(({ id }) => find(young, id) === undefined).map(({ text, validity }) => `- ${text}, ${validity}`),
    ...young.flatMap(({ id, text, validity }) => {
      const was = find(old, id);
      return was === undefined || was.validity === validity ? [] : [`~ ${text}, ${validity}; was ${was.validity}`];
    }),
  ];
}

function validityOf(range: unknown): string {
  const [start, end] = ['start', 'end'].map((key) => ownText(range, key)?.slice(0, 10) ?? null);
  const parts = [start == null ? [] : `from ${escapeText(start)}`, end == null ? [] : `until ${escapeText(end)}`].flat();
  return parts.length === 0 ? 'for ever' : parts.join(' ');
}

function listOf(value: unknown, key: string): readonly unknown[] {
  const list = own(value, key);
  return Array.isArray(list) ? list : [];
}
