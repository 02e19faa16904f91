/**
 * Files for ImagePolicyWebhook, which only self-managed API servers can switch on.
 * https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#imagepolicywebhook
 */
import { clusterUrl } from './base-url.ts';
import type { Profile } from './webhook.ts';

/** How the API server proves who it is, besides the token in the path. */
export type Credential =
  | { readonly kind: 'none' }
  /** Paths on the control plane's machine. */
  | { readonly kind: 'certificate'; readonly certificate: string; readonly key: string }
  | { readonly kind: 'bearer'; readonly file: string };

export interface ImagePolicyOptions {
  readonly url: string;
  readonly cluster: string;
  readonly token: string;
  readonly profile: Profile;
  /** Where the kubeconfig will lie on the control plane's machine. */
  readonly kubeConfigFile: string;
  readonly credential: Credential;
  /** A file on the control plane's machine; null: the system's roots. */
  readonly caFile: string | null;
}

/** Seconds that an answer counts for the same spec: short, or a change of the policy would be felt late. */
const ttlSeconds = 30;
/** Milliseconds between tries of a call. */
const retryBackoffMs = 500;

/** AdmissionConfiguration, then the kubeconfig that it names. */
export function imagePolicyFiles(options: ImagePolicyOptions): readonly [object, object] {
  const { profile, kubeConfigFile } = options;
  const imagePolicy = {
    kubeConfigFile,
    allowTTL: ttlSeconds,
    denyTTL: ttlSeconds,
    retryBackoff: retryBackoffMs,
    defaultAllow: profile === 'audit',
  };
  const admission = {
    apiVersion: 'apiserver.config.k8s.io/v1',
    kind: 'AdmissionConfiguration',
    plugins: [{ name: 'ImagePolicyWebhook', configuration: { imagePolicy } }],
  };
  return [admission, kubeConfig(options)];
}

function kubeConfig({ url, cluster, token, credential, caFile }: ImagePolicyOptions): object {
  const name = 'image-warden';
  const server = clusterUrl(url, cluster, token, 'image-policy');
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, ...(caFile === null ? {} : { 'certificate-authority': caFile }) } }],
    users: [{ name, user: userOf(credential) }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  };
}

function userOf(credential: Credential): object {
  switch (credential.kind) {
    case 'certificate':
      return { 'client-certificate': credential.certificate, 'client-key': credential.key };
    case 'bearer':
      return { tokenFile: credential.file };
    case 'none':
      return {};
  }
}
