import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { answer } from '../../../core/review/answer.ts';
import { engineOf, policyOf, requestOf, stateOf } from './engine.ts';
import { judged } from './recorded.cases.ts';
import { recorded } from './recorded.ts';

const engine = engineOf(stateOf(await policyOf('version: 1\nimages: [other.example]')), { log: { write: () => true } });
const numRuns = 1000;

interface Told {
  readonly uid?: unknown;
  readonly allowed?: unknown;
}

/** The status and what the verdict says; fails on anything but 200 and 400. */
async function tell(body: unknown): Promise<{ status: number; told: Told }> {
  const answered = await answer(requestOf('/', body), engine);
  const { kind, response, status } = JSON.parse(answered.body) as { kind: string; response?: Told; status: Told };
  if (answered.status === 400) expect(kind).toBe('Status');
  else expect([answered.status, kind]).toEqual([200, expect.stringMatching(/^(Admission|Image)Review$/)]);
  return { status: answered.status, told: answered.status === 400 ? {} : (response ?? { uid: '', ...status }) };
}

type Json = Record<string, unknown> | unknown[];
type Step = string | number;

/** Every place in a value, outermost first. */
function placesIn(value: unknown, at: readonly Step[] = []): (readonly Step[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, item]) => placesIn(item, [...at, Array.isArray(value) ? Number(key) : key]))];
}

const hostileValues: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1e308, '', 'other.example/a', 'kube-system', '__proto__', '\u0000', '\ud800', 'x'.repeat(2000)],
  ...[[], {}, [null], [[]], { image: 'other.example/a' }, [{ name: 'c', image: 'other.example/a' }]],
  JSON.parse('{"__proto__":{"image":"other.example/a","operation":"DELETE"}}'),
  JSON.parse('['.repeat(70) + ']'.repeat(70)),
];

/** A copy with another value at `place`; with `undefined` the key or item is gone. */
function changed(value: unknown, place: readonly Step[], to: unknown): unknown {
  if (place.length === 0) return to ?? null;
  const copy = structuredClone(value) as Json;
  const holder = place.slice(0, -1).reduce<unknown>((node, step) => (node as Record<Step, unknown>)[step], copy) as Record<Step, unknown>;
  const last = place.at(-1) as Step;
  if (to !== undefined) Object.defineProperty(holder, last, { value: to, enumerable: true, configurable: true, writable: true });
  else if (Array.isArray(holder)) holder.splice(Number(last), 1);
  else delete holder[last];
  return copy;
}

/** DELETE and CONNECT bring nothing in: nobody tampers with the operation here. */
const isLawful = (place: readonly Step[]): boolean => place[0] === 'request' && place[1] === 'operation';

const denied = recorded
  .filter(({ name }) => (judged[name] ?? []).length > 0)
  .map(({ bytes }) => JSON.parse(new TextDecoder().decode(bytes)) as Json);
const step = fc.tuple(fc.nat(), fc.option(fc.constantFrom(...hostileValues), { nil: undefined }));

/** The places whose change asks no other question: all but those that lead to an image of the object, and the operation. */
function placesBeside(body: unknown): (readonly Step[])[] {
  const places = placesIn(body);
  const images = places.filter((place) => ['image', 'reference'].includes(String(place.at(-1))) && !place.includes('oldObject'));
  const leading = new Set(images.flatMap((place) => place.map((_, index) => JSON.stringify(place.slice(0, index + 1)))));
  return places.filter((place) => place.length > 0 && !isLawful(place) && !leading.has(JSON.stringify(place)));
}

describe('malformed bodies', () => {
  it('a recorded request with anything else in it changed stays denied, and keeps its uid', async () => {
    let verdicts = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...denied), step, step, async (body, ...steps) => {
        let mutated: unknown = body;
        for (const [pick, to] of steps) {
          const places = placesBeside(mutated);
          const place = places[pick % Math.max(places.length, 1)];
          if (place !== undefined) mutated = changed(mutated, place, to);
        }
        const { status, told } = await tell(mutated);
        const { request } = mutated as { request?: { uid?: string } };
        if (status === 200) {
          expect(told.allowed).toBe(false);
          expect(told.uid).toBe(request?.uid ?? '');
          verdicts++;
        }
      }),
      { numRuns },
    );
    expect(verdicts).toBeGreaterThan(numRuns / 2);
  });

  it('a recorded request with anything at all changed is answered', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...recorded), fc.array(step, { minLength: 1, maxLength: 6 }), async ({ bytes }, steps) => {
        let mutated: unknown = JSON.parse(new TextDecoder().decode(bytes));
        for (const [pick, to] of steps) {
          const places = placesIn(mutated);
          mutated = changed(mutated, places[pick % places.length] ?? [], to);
        }
        await tell(mutated);
      }),
      { numRuns },
    );
  });

  it('a recorded request with bytes flipped, cut or put in is a 400, or a verdict with the uid that it then has', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...recorded), fc.nat(), fc.uint8Array({ maxLength: 4 }), fc.nat(6), async (one, at, put, cut) => {
        const start = at % one.bytes.length;
        const bytes = Uint8Array.from([...one.bytes.slice(0, start), ...put, ...one.bytes.slice(start + cut)]);
        const { status, told } = await tell(bytes);
        if (status !== 200) return;
        const { request } = JSON.parse(new TextDecoder().decode(bytes)) as { request?: { uid?: string } };
        expect(told.uid).toBe(request?.uid ?? '');
      }),
      { numRuns },
    );
  });

  it('any JSON and any bytes are answered; what could bring an image in is denied', async () => {
    const kinds = fc.constantFrom('AdmissionReview', 'ImageReview');
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json(),
      fc.record({ kind: kinds, request: fc.jsonValue(), spec: fc.jsonValue() }, { requiredKeys: ['kind'] }),
      fc.record({
        kind: kinds,
        request: fc.record({ uid: fc.string(), object: fc.jsonValue() }),
        spec: fc.record({ containers: fc.jsonValue() }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(body, async (one) => {
        const { told } = await tell(one);
        // An object of no known kind, without images, asks for nothing.
        if (told.allowed === true) expect(JSON.stringify(one)).toMatch(/^\{"kind":"AdmissionReview",.*"object":\{/);
      }),
      { numRuns },
    );
  });
});
