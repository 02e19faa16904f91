import { describe, expect, it } from '@jest/globals';
import { budgetMs, parseTimeout } from '../../../core/review/timeout.ts';

describe('parseTimeout', () => {
  it.each<[string, number]>([
    ['7s', 7000],
    ['10s', 10_000],
    ['30s', 30_000],
    ['1s', 1000],
    ['0m1s', 1000],
    ['1.5s', 1500],
    ['.5s500ms', 1000],
    ['2.s', 2000],
    ['1500ms', 1500],
    ['2000000us', 2000],
    ['2000000µs', 2000],
    ['2000000μs', 2000],
    ['2000000000ns', 2000],
    ['0h0m7s', 7000],
    [`${'0'.repeat(30)}7s`, 7000],
  ])('%s is %d ms', (text, expected) => {
    expect(parseTimeout(text)).toBeCloseTo(expected, 6);
  });

  it.each<[string | null]>([
    [null],
    [''],
    ['7'],
    ['s'],
    ['.s'],
    ['7 s'],
    [' 7s'],
    ['7s '],
    ['7S'],
    ['-7s'],
    ['+7s'],
    ['500ms'],
    ['999ms'],
    ['31s'],
    ['1m0s'],
    ['1h'],
    ['0s'],
    ['7s,8s'],
    ['7d'],
    ['1e1s'],
    ['Infinitys'],
    ['NaNs'],
    ['٧s'],
    ['7constructor'],
    [`${'0'.repeat(31)}7s`],
    ['9'.repeat(1_000_000)],
  ])('%.40s is ignored', (text) => {
    expect(parseTimeout(text)).toBeNull();
  });
});

describe('budgetMs', () => {
  it.each<[string | null, number | null, number]>([
    [null, null, 24_000],
    ['10s', null, 8000],
    [null, 8000, 6400],
    ['10s', 8000, 6400],
    ['5s', 8000, 4000],
    ['nonsense', 8000, 6400],
    ['10s', 0, 0],
    ['10s', -5000, 0],
  ])('of %s and %s ms: %d ms', (timeout, remainingMs, expected) => {
    expect(budgetMs(timeout, remainingMs)).toBe(expected);
  });
});
