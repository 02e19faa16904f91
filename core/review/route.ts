/** Which paths there are. */
import type { HttpRequest, Rejection } from './http.ts';

export type Route =
  | { readonly to: 'healthz' }
  | { readonly to: 'check' }
  /** By the body's kind: kube-image-bouncer's paths, without a token. */
  | { readonly to: 'open' }
  | { readonly to: 'admission' | 'mutation' | 'image-policy'; readonly cluster: string; readonly token: string };

/** Which of them this server answers. */
export interface Routes {
  readonly open: boolean;
  readonly clusters: boolean;
  /** `/v1/check`: for anybody, or for whom AWS authenticated. */
  readonly check: 'anybody' | 'caller' | 'nobody';
}

/** The route, or why there is none: 404, or 405 with the methods. */
export function routeOf({ method, segments }: HttpRequest, routes: Routes): Route | Rejection {
  const route = pathOf(segments, routes);
  if (route === null) return { code: 404, message: 'there is no such path' };
  const isHealth = route.to === 'healthz';
  if (isHealth ? method === 'GET' || method === 'HEAD' : method === 'POST') return route;
  const allow = isHealth ? 'GET, HEAD' : 'POST';
  return { code: 405, message: `the method is not allowed here: expected ${allow}`, allow };
}

function pathOf(segments: readonly string[], routes: Routes): Route | null {
  const [first, second, cluster, token, action] = segments;
  if (segments.length === 5 && first === 'v1' && second === 'clusters')
    return routes.clusters ? clusterRoute(cluster ?? '', token ?? '', action) : null;
  if (segments.length === 2 && first === 'v1' && second === 'check') return routes.check === 'nobody' ? null : { to: 'check' };
  if (segments.length !== 1) return null;
  if (first === 'healthz') return { to: 'healthz' };
  return routes.open && (first === '' || first === 'image_policy' || first === 'admission') ? { to: 'open' } : null;
}

function clusterRoute(cluster: string, token: string, action: string | undefined): Route | null {
  return action === 'admission' || action === 'mutation' || action === 'image-policy' ? { to: action, cluster, token } : null;
}
