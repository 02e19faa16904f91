/** What a registry holds about an image: fetched, its bytes as long as they claim and of the digest they claim, and not yet judged. */

export type ArtifactForm =
  /** A simple signing payload with its signature in an annotation: cosign 2, skopeo. */
  | 'simple-signing'
  /** A DSSE envelope of its own: cosign 2 attestations. */
  | 'dsse'
  /** A sigstore bundle: cosign 3, GitHub attestations. */
  | 'sigstore-bundle'
  | 'notation-jws'
  | 'notation-cose';

export interface Artifact {
  readonly form: ArtifactForm;
  /** Where it was found, for people: `tag sha256-<hex>.sig`, `referrer sha256:<hex>`. */
  readonly where: string;
  readonly bytes: Uint8Array;
  /** Of the layer that names the bytes. Hostile: any key, any value. */
  readonly annotations: Readonly<Record<string, unknown>>;
}

const formsByMediaType: ReadonlyMap<string, ArtifactForm> = new Map([
  ['application/vnd.dev.cosign.simplesigning.v1+json', 'simple-signing'],
  ['application/vnd.dsse.envelope.v1+json', 'dsse'],
  ['application/vnd.dev.sigstore.bundle.v0.3+json', 'sigstore-bundle'],
  ['application/vnd.dev.sigstore.bundle+json;version=0.3', 'sigstore-bundle'],
  ['application/jose+json', 'notation-jws'],
  ['application/cose', 'notation-cose'],
]);

/** The form of a layer; null: it is no evidence. */
export function formOf(mediaType: unknown): ArtifactForm | null {
  return typeof mediaType === 'string' ? (formsByMediaType.get(mediaType) ?? null) : null;
}
