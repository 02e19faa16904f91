import { describe, expect, it } from '@jest/globals';
import { type FailureCode, RegistryFailure } from '../../../adapters/registry/failure.ts';
import { limiter } from '../../../adapters/registry/limiter.ts';

/** How a sixth request fares after five that failed so, each after so many milliseconds. */
async function sixth(code: FailureCode, afterMs: number): Promise<string> {
  let nowMs = 0;
  const { run } = limiter({ now: () => nowMs });
  const fail = async (): Promise<never> => {
    nowMs += afterMs;
    throw new RegistryFailure(code, 'x');
  };
  for (let i = 0; i < 5; i++) await run('host', fail).catch(() => null);
  return run('host', async () => 'asked').catch((error: unknown) => (error as Error).message);
}

const alone = 'host failed 5 times in a row and is left alone for a while';

describe('limiter', () => {
  it.each<[string, FailureCode, number, string]>([
    ['an address that cannot be reached', 'unreachable', 0, alone],
    ['no answer for a second', 'timeout', 1000, alone],
    ['no answer in what was left of a review', 'timeout', 999, 'asked'],
    ['no time left to ask', 'timeout', 0, 'asked'],
    ['a status that a pusher may have provoked', 'failed', 0, 'asked'],
    ['a refusal to let us read', 'unauthorized', 0, 'asked'],
    ['a wrong digest', 'mismatch', 0, 'asked'],
    ['an address that is refused', 'refused', 0, 'asked'],
  ])('after five times %s', async (_, code, afterMs, expected) => {
    expect(await sixth(code, afterMs)).toBe(expected);
  });

  const unreachable = () => Promise.reject(new RegistryFailure('unreachable', 'x'));
  const asked = async () => 'asked';

  it('leaves a host alone that has had enough of us', async () => {
    const { run } = limiter({ now: () => 0 });
    for (let i = 0; i < 5; i++) expect(await run('host', asked, () => true)).toBe('asked');
    await expect(run('host', asked, () => true)).rejects.toMatchObject({ code: 'unreachable', message: alone });
  });

  it('leaves a host alone for ten seconds, and no other host', async () => {
    let nowMs = 0;
    const { run } = limiter({ now: () => nowMs });
    for (let i = 0; i < 5; i++) await run('host', unreachable).catch(() => null);
    expect(await run('other', asked)).toBe('asked');
    nowMs = 9999;
    await expect(run('host', asked)).rejects.toMatchObject({ code: 'unreachable', message: alone });
    nowMs = 10_000;
    expect(await run('host', asked)).toBe('asked');
  });

  it('counts failures in a row only', async () => {
    const { run } = limiter({ now: () => 0 });
    for (let i = 0; i < 12; i++) await run('host', i % 5 === 4 ? asked : unreachable).catch(() => null);
    expect(await run('host', asked)).toBe('asked');
  });

  it('is not closed by what is no failure of a registry', async () => {
    const { run } = limiter({ now: () => 0 });
    for (let i = 0; i < 6; i++) await run('host', () => Promise.reject(new TypeError('oops'))).catch(() => null);
    expect(await run('host', asked)).toBe('asked');
  });
});

describe('requests to one host at once', () => {
  /** Work that ends when it is told to; how much of it is under way, and how much ever was. */
  function workshop() {
    const { run } = limiter({ now: () => 0 });
    const running: { readonly end: () => void; readonly fail: (error: Error) => void }[] = [];
    let most = 0;
    const begin = (host = 'host') =>
      run(
        host,
        () =>
          new Promise<void>((resolve, reject) => {
            const one = { end: () => finish(resolve), fail: (error: Error) => finish(() => reject(error)) };
            const finish = (how: () => void) => {
              running.splice(running.indexOf(one), 1);
              how();
            };
            running.push(one);
            most = Math.max(most, running.length);
          }),
      );
    return { begin, running, most: () => most, turn: () => new Promise(setImmediate) };
  }

  it('are sixteen, and each that ends makes room for one', async () => {
    const { begin, running, most, turn } = workshop();
    const all = Array.from({ length: 40 }, () => begin());
    await turn();
    expect(running).toHaveLength(16);
    running[0]?.end();
    await turn();
    // Whoever comes now waits behind those who wait already.
    all.push(begin());
    await turn();
    expect(running).toHaveLength(16);
    while (running.length > 0) {
      running[0]?.end();
      await turn();
    }
    await Promise.all(all);
    expect(most()).toBe(16);
  });

  it('are counted for each host', async () => {
    const { begin, running, turn } = workshop();
    const all = [...Array.from({ length: 17 }, () => begin()), begin('other')];
    await turn();
    expect(running).toHaveLength(17);
    while (running.length > 0) {
      running[0]?.end();
      await turn();
    }
    await Promise.all(all);
  });

  it('do not wait for a host that is left alone', async () => {
    const { begin, running, turn } = workshop();
    const all = Array.from({ length: 40 }, () => begin().catch((error: unknown) => (error as Error).message));
    await turn();
    for (let i = 0; i < 5; i++) running[0]?.fail(new RegistryFailure('unreachable', 'x'));
    await turn();
    while (running.length > 0) {
      running[0]?.end();
      await turn();
    }
    expect((await Promise.all(all)).filter((one) => one === alone)).toHaveLength(24);
  });
});
