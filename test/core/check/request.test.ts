import { describe, expect, it } from '@jest/globals';
import { checkRequest } from '../../../core/check/request.ts';
import { nowMs, podOf, policyOf } from '../policy/policies.ts';

const policy = policyOf({ images: ['a.io'], clusters: { lab: { mode: 'warn' } } });
const state = { policy, stale: false, clusters: new Map(), problem: null };
const file = { path: 'f.yaml', text: JSON.stringify(podOf('nginx')) };

describe('checkRequest', () => {
  it('answers the report', async () => {
    expect(await checkRequest({ files: [file] }, state, nowMs)).toMatchObject({
      allowed: false,
      summary: { denied: 1, warned: 0, passed: 0 },
    });
    expect(await checkRequest({ files: [file], cluster: 'lab', namespace: '' }, state, nowMs)).toMatchObject({
      allowed: true,
      summary: { denied: 0, warned: 1 },
    });
  });

  it.each<[unknown, string]>([
    [null, 'files: expected a list of {path, text} with at least one item'],
    [{ files: [] }, 'files: expected a list of {path, text} with at least one item'],
    [JSON.parse('{"__proto__": {"files": []}}'), 'files: expected a list of {path, text} with at least one item'],
    [{ files: [null] }, 'files[0]: expected {path, text}, both strings'],
    [{ files: [file, { path: 'x', text: 5 }] }, 'files[1]: expected {path, text}, both strings'],
    [{ files: [{ path: 'x\u202e', text: 'a: 1' }] }, 'files[0]: "x\\u202e" has no object with apiVersion and kind'],
    [{ files: [{ path: 'x\n', text: 'a: "' }] }, 'x\\u000a:1:5: Missing closing "quote'],
    [{ files: [file], cluster: 5 }, 'cluster: expected a string, got a number'],
    [{ files: [file], namespace: ['x'] }, 'namespace: expected a string, got a list'],
  ])('400: %j', async (body, message) => {
    expect(await checkRequest(body, state, nowMs)).toEqual({ code: 400, message });
  });

  it('503 without a policy', async () => {
    expect(await checkRequest({ files: [file] }, { ...state, policy: null }, nowMs)).toEqual({ code: 503, message: 'no policy is usable' });
    expect(await checkRequest({}, { ...state, policy: null, problem: 'why' }, nowMs)).toEqual({ code: 503, message: 'why' });
  });
});

describe('Dockerfiles in a request', () => {
  const dockerfile = { path: 'Dockerfile', text: 'ARG BASE\nFROM $BASE' };
  it.each<[object, unknown]>([
    [{}, { allowed: false }],
    [{ buildArgs: { BASE: 'a.io/b' } }, { allowed: true }],
    [{ buildArgs: { BASE: 1 } }, { code: 400, message: 'buildArgs: expected names and their texts' }],
    [{ target: [] }, { code: 400, message: 'target: expected a string, got a list' }],
    [{ target: 'x' }, { code: 400, message: 'Dockerfile:1:1: no stage is named "x", the target' }],
  ])('%j', async (more, expected) => {
    expect(await checkRequest({ files: [dockerfile], ...more }, state, nowMs)).toMatchObject(expected as object);
  });
});
