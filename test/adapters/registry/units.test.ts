import { describe, expect, it } from '@jest/globals';
import { imageBudget, reviewBudget, spendBytes, spendRequest, whySpent } from '../../../adapters/registry/budget.ts';
import { parseChallenge } from '../../../adapters/registry/challenge.ts';
import { endpointOf } from '../../../adapters/registry/endpoint.ts';
import { maxImageBytes, maxRequestsPerImage, maxRequestsPerReview } from '../../../core/evidence/limits.ts';

describe('parseChallenge', () => {
  it.each<[string | null, unknown]>([
    [null, null],
    ['', null],
    ['Basic realm="x"', { scheme: 'basic' }],
    ['basic', { scheme: 'basic' }],
    [
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io"',
      { scheme: 'bearer', realm: 'https://auth.docker.io/token', service: 'registry.docker.io' },
    ],
    ['BEARER service=s, REALM=https://x/t , scope="a,b"', { scheme: 'bearer', realm: 'https://x/t', service: 's' }],
    ['Bearer service="x"', null],
    [
      'Bearer realm="https://h/token", service="a, b=c", Basic realm="x"',
      { scheme: 'bearer', realm: 'https://h/token', service: 'a, b=c' },
    ],
    ['Basic realm="x", Bearer realm="https://h/token"', { scheme: 'bearer', realm: 'https://h/token', service: null }],
    ['Negotiate, Basic realm="x"', { scheme: 'basic' }],
    ['realm="https://h/token"', null],
    ['Negotiate', null],
    ['Digest realm="https://x/t",service="s"', null],
    [`Bearer ${'a'.repeat(1e6)}`, null],
  ])('%j', (header, expected) => {
    expect(parseChallenge(header)).toEqual(expected);
  });
});

describe('endpointOf', () => {
  it.each<[string, Parameters<typeof endpointOf>, ReturnType<typeof endpointOf>]>([
    [
      'Docker Hub',
      ['docker.io', undefined, false],
      { host: 'docker.io', origin: 'https://registry-1.docker.io', realms: ['auth.docker.io', 'registry-1.docker.io'], reach: 'public' },
    ],
    [
      'GitLab',
      ['registry.gitlab.com', undefined, false],
      {
        host: 'registry.gitlab.com',
        origin: 'https://registry.gitlab.com',
        realms: ['gitlab.com', 'registry.gitlab.com'],
        reach: 'public',
      },
    ],
    ['another host', ['ghcr.io', undefined, true], { host: 'ghcr.io', origin: 'https://ghcr.io', realms: ['ghcr.io'], reach: 'public' }],
    [
      'a private one',
      ['h:8443', { private: true, realm: 'auth' }, false],
      { host: 'h:8443', origin: 'https://h:8443', realms: ['auth', 'h:8443'], reach: 'private' },
    ],
    [
      'a private one on the command line',
      ['h', { private: true, plainHttp: true }, true],
      { host: 'h', origin: 'http://h', realms: ['h'], reach: 'loopback' },
    ],
    [
      'plain HTTP in the function',
      ['h', { private: true, plainHttp: true }, false],
      { host: 'h', origin: 'https://h', realms: ['h'], reach: 'private' },
    ],
  ])('%s', (_, args, expected) => {
    expect(endpointOf(...args)).toEqual(expected);
  });
});

describe('budgets', () => {
  const spendMany = (count: number, budget: ReturnType<typeof imageBudget>): void => {
    for (let i = 0; i < count; i++) spendRequest(budget);
  };

  it('end for an image', () => {
    const budget = imageBudget(reviewBudget(1000));
    spendMany(maxRequestsPerImage, budget);
    expect(() => spendRequest(budget)).toThrow('more than 60 requests for one image');
    spendBytes(budget, maxImageBytes);
    expect(() => spendBytes(budget, 1)).toThrow('bytes of evidence for one image');
  });

  it('end for a review', () => {
    const review = reviewBudget(1000);
    for (let i = 0; i < maxRequestsPerReview / maxRequestsPerImage; i++) spendMany(maxRequestsPerImage, imageBudget(review));
    expect(() => spendRequest(imageBudget(review))).toThrow('more than 1200 requests for one review');
    spendBytes(imageBudget(review), maxImageBytes);
    spendBytes(imageBudget(review), maxImageBytes);
    expect(() => spendBytes(imageBudget(review), 1)).toThrow('bytes of evidence for one review');
  });

  it('say so beforehand', () => {
    const budget = imageBudget(reviewBudget(1000));
    expect(whySpent(budget)).toBeNull();
    expect(whySpent({ ...budget, review: { ...budget.review, requests: 0 } })?.outcome).toBe('wrong');
    expect(whySpent(imageBudget(reviewBudget(0)))?.outcome).toBe('unknown');
  });

  it('end with the deadline', async () => {
    const budget = imageBudget(reviewBudget(1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(() => spendRequest(budget)).toThrow('the time for registries is used up');
  });
});
