import { describe, expect, it } from '@jest/globals';
import { describeFileError } from '../../adapters/files.ts';

describe('describeFileError', () => {
  it.each<[unknown, string]>([
    [Object.assign(new Error('x'), { code: 'ENOENT' }), 'f: there is no such file'],
    [Object.assign(new Error('x'), { code: 'EACCES' }), 'f: it may not be read: permission denied'],
    [Object.assign(new Error('x'), { code: 'EISDIR' }), 'f: it is a directory, expected a file'],
    [Object.assign(new Error('x'), { code: 'ELOOP' }), 'f: its symbolic links go in a circle'],
    [Object.assign(new Error('too bad'), { code: 'EIO' }), 'f: too bad'],
    [new Error('too bad'), 'f: too bad'],
    ['too bad', 'f: too bad'],
    [null, 'f: null'],
  ])('%j', (error, expected) => {
    expect(describeFileError('f', error)).toBe(expected);
  });

  it('`constructor` is no code', () => {
    expect(describeFileError('f', Object.assign(new Error('x'), { code: 'constructor' }))).toBe('f: x');
  });
});
