/** Where a webhook's URL begins: what an API server accepts, and nothing that would be lost on the way. */
import { quote } from '../text.ts';

/** The URL with a trailing slash; or why an API server would refuse it (k8s.io/apiserver, webhook.ValidateWebhookURL). */
export function readBaseUrl(text: string): { readonly url: string } | { readonly problem: string } {
  const problem = (expected: string) => ({ problem: `expected ${expected}, got ${quote(text)}` });
  if (!/^[!-~]{1,1024}$/.test(text) || !URL.canParse(text))
    return problem('a URL such as https://abc.execute-api.eu-west-1.amazonaws.com/prod/');
  const { protocol, username, password, search, hash, href } = new URL(text);
  if (protocol !== 'https:') return problem('https, which is all that an API server calls');
  if (username !== '' || password !== '') return problem('no user in the URL');
  if (search !== '' || hash !== '' || /[?#]/.test(text)) return problem('no query and no fragment: an API server refuses them');
  return { url: href.endsWith('/') ? href : `${href}/` };
}

export type Action = 'admission' | 'mutation' | 'image-policy';

/** `BASE/v1/clusters/CLUSTER/TOKEN/ACTION` */
export function clusterUrl(base: string, cluster: string, token: string, action: Action): string {
  return `${base}v1/clusters/${cluster}/${token}/${action}`;
}
