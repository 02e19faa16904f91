import { describe, expect, it } from '@jest/globals';
import { type Routes, routeOf } from '../../../core/review/route.ts';
import { allRoutes, requestOf } from './engine.ts';

const route = (method: string, path: string, routes: Routes = allRoutes) => routeOf(requestOf(path, '', { method }), routes);
const notFound = { code: 404, message: 'there is no such path' };

describe('routeOf', () => {
  it.each<[string, string, object]>([
    ['GET', '/healthz', { to: 'healthz' }],
    ['HEAD', '/healthz', { to: 'healthz' }],
    ['POST', '/', { to: 'open' }],
    ['POST', '/admission', { to: 'open' }],
    ['POST', '/image_policy', { to: 'open' }],
    ['POST', '/v1/check', { to: 'check' }],
    ['POST', '/v1/clusters/prod/t/admission', { to: 'admission', cluster: 'prod', token: 't' }],
    ['POST', '/v1/clusters/prod/t/mutation', { to: 'mutation', cluster: 'prod', token: 't' }],
    ['POST', '/v1/clusters/prod/t/image-policy', { to: 'image-policy', cluster: 'prod', token: 't' }],
    ['POST', '/v1/clusters/__proto__/%2e%2e/admission', { to: 'admission', cluster: '__proto__', token: '%2e%2e' }],
    ['POST', '/v1/clusters///admission', { to: 'admission', cluster: '', token: '' }],
  ])('%s %s', (method, path, expected) => {
    expect(route(method, path)).toEqual(expected);
  });

  it.each([
    ['//'],
    ['/admission/'],
    ['//admission'],
    ['/Admission'],
    ['/%61dmission'],
    ['/admission%2f'],
    ['/image-policy'],
    ['/healthz/'],
    ['/v1'],
    ['/v1/'],
    ['/v1/check/'],
    ['/v1/clusters/prod/t'],
    ['/v1/clusters/prod/t/'],
    ['/v1/clusters/prod/t/admission/'],
    ['/v1/clusters/prod/t/image_policy'],
    ['/v1/clusters/prod/t/constructor'],
    ['/v2/clusters/prod/t/admission'],
    ['/__proto__'],
    ['/constructor'],
  ])('knows no %s, whatever the method', (path) => {
    expect(route('POST', path)).toEqual(notFound);
    expect(route('GET', path)).toEqual(notFound);
  });

  it.each([
    ['GET', '/admission', 'POST'],
    ['PUT', '/image_policy', 'POST'],
    ['HEAD', '/', 'POST'],
    ['OPTIONS', '/v1/check', 'POST'],
    ['post', '/admission', 'POST'],
    ['DELETE', '/v1/clusters/prod/t/admission', 'POST'],
    ['', '/v1/clusters/prod/t/image-policy', 'POST'],
    ['POST', '/healthz', 'GET, HEAD'],
    ['get', '/healthz', 'GET, HEAD'],
  ])('%j %s is a 405 that names the methods', (method, path, allow) => {
    expect(route(method, path)).toEqual({ code: 405, message: `the method is not allowed here: expected ${allow}`, allow });
  });

  it('has only the routes of this server', () => {
    const guarded = { open: false, clusters: true, check: 'nobody' } as const;
    const open = { open: true, clusters: false, check: 'anybody' } as const;
    for (const path of ['/', '/admission', '/image_policy', '/v1/check']) expect(route('POST', path, guarded)).toEqual(notFound);
    for (const action of ['admission', 'mutation', 'image-policy'])
      expect(route('POST', `/v1/clusters/prod/t/${action}`, open)).toEqual(notFound);
    expect(route('GET', '/healthz', guarded)).toEqual({ to: 'healthz' });
    expect(route('POST', '/v1/check', { ...guarded, check: 'caller' })).toEqual({ to: 'check' });
  });
});
