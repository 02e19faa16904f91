/** Random policies and images from one small world, so that they meet. */
import fc from 'fast-check';
import type { EntryDocument } from '../../../core/policy/definition.ts';
import type { Place } from '../../../core/policy/where.ts';
import { compileTest, hex, type TestDocument } from './policies.ts';

const hosts = ['a.b.io', 'c.b.io', 'a.b.io:5000', 'a.b.io.evil.io'] as const;
const paths = ['x', 'x/y', 'x/y/z', 'xy'] as const;
const tags = ['latest', '1', '2'] as const;
const digests = [hex('a'), hex('b')] as const;
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const scope = fc.oneof(
  fc.constantFrom(...hosts, '*.b.io', '*.b.io:5000', '*.io.evil.io'),
  fc.tuple(fc.constantFrom(...hosts), fc.constantFrom(...paths)).map((parts) => parts.join('/')),
  fc.tuple(fc.constantFrom(...hosts), fc.constantFrom(...paths), fc.constantFrom(...tags)).map(([h, p, t]) => `${h}/${p}:${t}`),
  fc.tuple(fc.constantFrom(...hosts), fc.constantFrom(...paths), fc.constantFrom(...digests)).map(([h, p, d]) => `${h}/${p}@${d}`),
);

const clusters = fc.constantFrom(['dev-*'], ['prod'], ['dev-1', 'prod'], ['*']);
const namespaces = fc.constantFrom(['n'], ['n*', 'm'], ['*']);
const where = fc
  .record({ clusters: maybe(clusters), namespaces: maybe(namespaces) })
  .map((one) => Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)))
  .filter((one) => Object.keys(one).length > 0);

const requirement = fc.constantFrom({ digest: true }, { tags: { deny: ['latest'] } }, { tags: { deny: ['1*'] } });

const entries: fc.Arbitrary<EntryDocument> = fc
  .record({
    effect: fc.constantFrom('allow', 'allow', 'deny'),
    scope,
    where: maybe(where),
    until: maybe(fc.constantFrom('2027-01-14', '2027-01-15', '2027-01-15T12:00:00Z')),
    require: maybe(requirement),
  })
  .map(({ effect, scope: text, where: place, until, require }) => ({
    [effect]: text,
    ...(place === undefined ? {} : { where: place }),
    ...(effect === 'deny' || until === undefined ? {} : { until }),
    ...(effect === 'deny' || require === undefined ? {} : { require }),
  }));

/** Entries that may stand together: each that does not go with those before it is left out. */
export const entryLists: fc.Arbitrary<EntryDocument[]> = fc.array(entries, { minLength: 3, maxLength: 8, size: 'max' }).map((list) => {
  const kept: EntryDocument[] = [];
  for (const entry of list) if (isSound({ images: [...kept, entry] })) kept.push(entry);
  return kept;
});

export function isSound(document: TestDocument): boolean {
  return 'hash' in compileTest(document);
}

export const images = fc
  .tuple(fc.constantFrom(...hosts), fc.constantFrom(...paths), fc.constantFrom('', ...tags), fc.constantFrom('', ...digests))
  .map(([host, path, tag, digest]) => `${host}/${path}${tag === '' ? '' : `:${tag}`}${digest === '' ? '' : `@${digest}`}`);

export const places: fc.Arbitrary<Place> = fc.record({
  cluster: fc.constantFrom(null, 'dev-1', 'prod', 'other'),
  namespace: fc.constantFrom(null, 'n', 'm', 'other'),
});
