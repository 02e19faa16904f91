/** Registries that Google's own system Pods on GKE come from. Projects in them belong to Google: nobody else may push there. */
import type { PresetRegistry } from './preset.ts';

/** No page of Google's lists them all: a driver of Google's own tells which hosts are GKE's from which are not, in its tests. */
const managedHosts = 'https://github.com/GoogleCloudPlatform/gcs-fuse-csi-driver';
const samplePolicy =
  'https://github.com/GoogleCloudPlatform/k8s-config-connector/blob/master/config/samples/resources/binaryauthorizationpolicy/default-policy/binaryauthorization_v1beta1_binaryauthorizationpolicy.yaml';

/** Newer clusters pull from the region that they are in; the regions are those of https://cloud.google.com/about/locations. */
const regions =
  'africa-south1 asia-east1 asia-east2 asia-northeast1 asia-northeast2 asia-northeast3 asia-south1 asia-south2 asia-southeast1 asia-southeast2 asia-southeast3 australia-southeast1 australia-southeast2 europe-central2 europe-north1 europe-north2 europe-southwest1 europe-west1 europe-west2 europe-west3 europe-west4 europe-west6 europe-west8 europe-west9 europe-west10 europe-west12 me-central1 me-central2 me-west1 northamerica-northeast1 northamerica-northeast2 northamerica-south1 southamerica-east1 southamerica-west1 us-central1 us-east1 us-east4 us-east5 us-south1 us-west1 us-west2 us-west3 us-west4';

export const gke: readonly PresetRegistry[] = [
  { scope: 'gke.gcr.io', region: null, source: samplePolicy },
  { scope: 'gcr.io/gke-release', region: null, source: managedHosts },
  { scope: 'gcr.io/google-containers', region: null, source: samplePolicy },
  { scope: 'gcr.io/google_containers', region: null, source: samplePolicy },
  { scope: 'gcr.io/stackdriver-agents', region: null, source: samplePolicy },
  { scope: 'registry.k8s.io', region: null, source: samplePolicy },
  ...regions.split(' ').map((region) => ({ scope: `${region}-artifactregistry.gcr.io/gke-release`, region, source: managedHosts })),
];
