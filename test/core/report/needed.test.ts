import { describe, expect, it } from '@jest/globals';
import { neededEntries } from '../../../core/report/needed.ts';
import { usesOf } from '../../../core/report/uses.ts';
import { job, mixed, web, webImage } from './sample.ts';

const needed = (...canonicals: (string | null)[]) =>
  neededEntries(canonicals.map((canonical) => ({ image: { ...webImage, canonical }, findings: [web], worst: 'deny' })));

describe('neededEntries', () => {
  it.each([
    ['docker.io/library/nginx:latest', 'docker.io/library/nginx'],
    ['docker.io/bitnami/redis:7', 'docker.io/bitnami'],
    ['ghcr.io/acme/team/api@sha256:aa', 'ghcr.io/acme'],
    ['localhost:5000/api:1', 'localhost:5000/api'],
    ['quay.io/a/b:1@sha256:aa', 'quay.io/a'],
  ])('%s needs %s', (canonical, scope) => {
    expect(needed(canonical)).toEqual([{ scope, count: 1 }]);
  });

  it.each([null, '', 'x', 'ghcr.io/../x', '<b>/x'])('proposes nothing for %j', (canonical) => {
    expect(needed(canonical)).toEqual([]);
  });

  it('counts, the most needed first, and only what no entry covers', () => {
    expect(needed('a.io/b/c', 'z.io/x/1', 'z.io/x/2', 'a.io/a/c')).toEqual([
      { scope: 'z.io/x', count: 2 },
      { scope: 'a.io/a', count: 1 },
      { scope: 'a.io/b', count: 1 },
    ]);
    expect(neededEntries(usesOf({ ...mixed, findings: [job, { ...web, severity: 'info' }] }).uses)).toEqual([]);
  });
});
