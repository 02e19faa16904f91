/** What real signers left in a registry (test/fixtures/evidence), as artifacts. */
import { readFileSync } from 'node:fs';
import { type Artifact, formOf } from '../../../core/signature/artifact.ts';
import { parseVerifyingKey, type VerifyingKey } from '../../../core/signature/key.ts';

export interface Dump {
  /** The image's digest. */
  readonly image: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Digest -> base64. */
  readonly contents: Readonly<Record<string, string>>;
}

interface Descriptor {
  readonly digest: string;
  readonly mediaType: string;
  readonly annotations?: Readonly<Record<string, unknown>>;
}

const folder = new URL('../../fixtures/evidence/', import.meta.url);

export function readFixture(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8');
}

export function readDump(name: string): Dump {
  return JSON.parse(readFixture(`${name}.json`)) as Dump;
}

/** Every artifact of the dump, by way of its tags. */
export function artifactsOf({ tags, contents }: Dump): Artifact[] {
  const bytes = (digest: string) => Buffer.from(contents[digest] ?? '', 'base64');
  const read = (digest: string) => JSON.parse(bytes(digest).toString()) as { manifests?: Descriptor[]; layers?: Descriptor[] };
  return Object.entries(tags)
    .filter(([tag]) => tag.startsWith('sha256-'))
    .flatMap(([tag, digest]) => {
      const { manifests } = read(digest);
      return (manifests?.map((one) => one.digest) ?? [digest]).flatMap((manifest) =>
        (read(manifest).layers ?? []).flatMap(({ digest: blob, mediaType, annotations = {} }) => {
          const form = formOf(mediaType);
          return form === null ? [] : [{ form, where: `tag ${tag}`, bytes: bytes(blob), annotations }];
        }),
      );
    });
}

export function readKey(name: string): VerifyingKey {
  const key = parseVerifyingKey(readFixture(`${name}.pub.pem`));
  if ('wrong' in key) throw new Error(key.wrong.detail);
  return key.ok;
}

/** The same with one bit of one byte turned. */
export function flip(bytes: Uint8Array, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
