import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { lineLog } from '../../adapters/line-log.ts';

/** A stream that fails while `isBroken` says so. */
function target(isBroken: () => boolean) {
  const written: string[] = [];
  const stream = new Writable({
    autoDestroy: false,
    write: (chunk: Buffer, _, done) => {
      if (isBroken()) return done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      written.push(chunk.toString());
      done();
    },
  });
  return { stream, written };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('lineLog', () => {
  it('writes lines', async () => {
    const { stream, written } = target(() => false);
    const told: string[] = [];
    const log = lineLog(stream, (line) => told.push(line));
    log.write('{"a":1}');
    log.write('{"b":2}');
    await turn();
    log.close();
    expect([written, told]).toEqual([['{"a":1}\n', '{"b":2}\n'], []]);
  });

  it('counts what is lost, and never throws', async () => {
    const { stream, written } = target(() => true);
    const told: string[] = [];
    const log = lineLog(stream, (line) => told.push(line));
    for (let index = 0; index < 25; index++) {
      log.write('x');
      await turn();
    }
    log.close();
    expect(written).toEqual([]);
    expect(told).toEqual([
      '1 record could not be written so far: write EPIPE',
      '10 records could not be written so far: write EPIPE',
      '25 records could not be written',
    ]);
  });

  it('counts also where the stream throws', () => {
    const told: string[] = [];
    const broken = Object.assign(new Writable(), {
      write: () => {
        throw new Error('no space left on device');
      },
    });
    lineLog(broken, (line) => told.push(line)).write('x');
    expect(told).toEqual(['1 record could not be written so far: no space left on device']);
  });
});
