import { describe, expect, it } from '@jest/globals';
import type { Outcome } from '../../core/signature/outcome.ts';
import { isScheduled, refreshTrust } from '../../lambda/refresh-trust.ts';

const nowMs = Date.parse('2026-11-24T00:00:00Z');

function world(found: Outcome<string>, keeps = true) {
  const lines: Record<string, unknown>[] = [];
  const kept: unknown[] = [];
  const run = refreshTrust({
    refresh: async () => found,
    put: async (...given) => {
      kept.push(given);
      return keeps;
    },
    clock: { now: () => nowMs, monotonic: () => 0 },
    log: { write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>) > 0 },
  });
  return { run, lines, kept };
}

describe('refreshTrust', () => {
  it('keeps what was found', async () => {
    const { run, lines, kept } = world({ ok: '{}' });
    await run;
    expect(kept).toEqual([['{}', nowMs]]);
    expect(lines).toEqual([
      {
        timestamp: '2026-11-24T00:00:00.000Z',
        level: 'INFO',
        message: 'the trust root was refreshed',
        type: 'trust',
        service: 'image-warden',
      },
    ]);
  });

  it.each<[Outcome<string>, boolean, string, number]>([
    [{ unknown: 'the mirror did not answer' }, true, 'the mirror did not answer', 0],
    [{ wrong: { code: 'expired', detail: 'the repository has expired' } }, true, 'the repository has expired', 0],
    [{ ok: '{}' }, false, 'the trust root could not be kept', 1],
  ])('%j, and the table keeps it: %s: is tried again', async (found, keeps, message, puts) => {
    const { run, lines, kept } = world(found, keeps);
    await expect(run).rejects.toThrow(message);
    expect(lines).toMatchObject([{ level: 'WARN', message }]);
    expect(kept).toHaveLength(puts);
  });
});

it.each<[unknown, boolean]>([
  [{ source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} }, true],
  [{ source: 'aws.ecr', 'detail-type': 'Scheduled Event' }, false],
  [{ source: 'aws.events', 'detail-type': 'ECR Image Action' }, false],
  [null, false],
])('%j is scheduled: %s', (event, expected) => {
  expect(isScheduled(event)).toBe(expected);
});
