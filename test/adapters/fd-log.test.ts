import { closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { fdLog, processLog } from '../../adapters/fd-log.ts';

/** A descriptor that takes as many bytes as each step says, or fails with its code. */
function scripted(steps: readonly (number | string)[]) {
  const rest = [...steps];
  const seen = { text: '', sleptMs: 0, calls: 0 };
  const log = fdLog({
    fd: 7,
    writeSync: (_fd, bytes) => {
      seen.calls++;
      const step = rest.shift() ?? Number.POSITIVE_INFINITY;
      if (typeof step === 'string') throw Object.assign(new Error(step), { code: step });
      const text = Buffer.from(bytes as Uint8Array).toString();
      seen.text += text.slice(0, step);
      return Math.min(step, text.length);
    },
    sleep: (ms) => {
      seen.sleptMs += ms;
    },
  });
  return { log, seen };
}

describe('fdLog', () => {
  it.each<[string, (number | string)[], string, boolean, number]>([
    ['in one piece', [], '{"a":1}\n', true, 0],
    ['in pieces', [1, 3, 2], '{"a":1}\n', true, 0],
    ['a full pipe', ['EAGAIN', 'EAGAIN'], '{"a":1}\n', true, 2],
    ['a pipe that fills up on the way', [3, 'EAGAIN', 1], '{"a":1}\n', true, 1],
    ['a closed pipe', ['EPIPE'], '', false, 0],
    ['a full disk', ['ENOSPC'], '', false, 0],
    ['a disk that fills up on the way', [3, 'ENOSPC'], '{"a', false, 0],
    ['a reader that never reads', Array<string>(1000).fill('EAGAIN'), '', false, 101],
  ])('%s', (_, steps, text, written, sleptMs) => {
    const { log, seen } = scripted(steps);
    expect(log.write('{"a":1}')).toBe(written);
    expect(seen).toMatchObject({ text, sleptMs });
  });

  it('tells how many lines were lost in the next one that is written, once', () => {
    const { log, seen } = scripted(['EPIPE', 'EPIPE']);
    for (let line = 1; line <= 4; line++) log.write(`{"a":${line}}`);
    expect(seen.text).toBe('{"a":3,"droppedBefore":2}\n{"a":4}\n');
  });

  it('takes one call for a line', () => {
    const { log, seen } = scripted([]);
    log.write(`{"a":"${'x'.repeat(200_000)}"}`);
    expect(seen.calls).toBe(1);
  });
});

describe('processLog', () => {
  it('has written when it returns', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'image-warden-')), 'log');
    const fd = openSync(file, 'w');
    expect(processLog(fd).write('{"a":1}')).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('{"a":1}\n');
    closeSync(fd);
    expect(processLog(fd).write('{"a":2}')).toBe(false);
  });
});
