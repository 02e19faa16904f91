import { describe, expect, it } from '@jest/globals';
import { evaluate } from '@marcbachmann/cel-js';
import { matchConditions } from '../../../core/connect/match-conditions.ts';
import { own } from '../../../core/workload/json.ts';

const kubelet = { username: 'system:node:worker-1', groups: ['system:nodes', 'system:authenticated'] };
const alice = { username: 'alice', groups: ['system:authenticated'] };
const mirror = { metadata: { name: 'etcd-worker-1', annotations: { 'kubernetes.io/config.mirror': 'a1b2' } } };
const plain = { metadata: { name: 'web' } };
const annotated = { metadata: { name: 'web', annotations: { team: 'a' } } };

const request = (userInfo: object, operation = 'CREATE', resource = 'pods', subResource = '') => ({
  userInfo,
  operation,
  resource: { group: '', version: 'v1', resource },
  subResource,
});

/** Whether the API server asks: every condition holds. */
const isAsked = (object: object, given: object): boolean =>
  matchConditions.every((condition) => evaluate(String(own(condition, 'expression')), { object, request: given }) === true);

describe('match conditions', () => {
  it.each<[string, object, object, boolean]>([
    ['a mirror Pod made by its node', mirror, request(kubelet), false],
    ["a mirror Pod's annotation by a person", mirror, request(alice), true],
    ['a person called like a node', mirror, request({ ...alice, username: 'system:node:worker-1' }), true],
    ['a person in the group of nodes', mirror, request({ username: 'alice', groups: ['system:nodes'] }), true],
    ['another Pod made by a node', plain, request(kubelet), true],
    ['another annotation by a node', annotated, request(kubelet), true],
    ['an update of a mirror Pod by a node', mirror, request(kubelet, 'UPDATE'), true],
    ['a Deployment with the annotation by a node', mirror, request(kubelet, 'CREATE', 'deployments'), true],
    ['a Pod of a person', plain, request(alice), true],
    ['nobody', plain, request({ username: 'system:anonymous', groups: ['system:unauthenticated'] }), true],
  ])('%s', (_, object, given, expected) => {
    expect(isAsked(object, given)).toBe(expected);
  });
});
