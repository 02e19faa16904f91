/** Who may talk to the container runtime starts privileged containers at will, past every admission: it is root on the node. */
import { breach } from '../breach.ts';
import { at, isUnset, say } from '../field.ts';
import type { WorkloadRule } from '../workload-rule.ts';

/** Below the root, as `pathOf` writes them. */
const sockets = [
  'run/docker.sock',
  'run/containerd/containerd.sock',
  'run/crio/crio.sock',
  'run/cri-dockerd.sock',
  'run/dockershim.sock',
  'run/podman/podman.sock',
  'run/k3s/containerd/containerd.sock',
  'run/k0s/containerd.sock',
  'run/buildkit/buildkitd.sock',
  'var/snap/microk8s/common/run/containerd.sock',
  'pipe/docker_engine',
  'pipe/containerd-containerd',
];

export const containerSocket: WorkloadRule = {
  id: 'container-socket',
  alias: null,
  level: 'supply-chain',
  severity: 'warn',
  since: 0,
  replaces: null,
  summary: "A volume mounts the socket of the node's container runtime, or a directory that holds it.",
  fix: 'take the mount out: build images without a daemon, and read from the Kubernetes API what the socket would tell',
  reference: 'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath',
  *check({ volumes }) {
    for (const volume of volumes) {
      const path = at(volume, 'hostPath', 'path');
      const socket = typeof path.value === 'string' ? socketAt(path.value) : undefined;
      if (socket !== undefined) yield breach(path, `the path ${say(path)} of the node gives access to ${socket}`);
      else if (!isUnset(path) && typeof path.value !== 'string') yield breach(path, `the path is ${say(path)}`);
    }
  },
};

function socketAt(text: string): string | undefined {
  const path = pathOf(text);
  return sockets.find((socket) => path === '' || socket === path || socket.startsWith(`${path}/`));
}

/** Without empty, `.` and `..` steps; /var/run is a link to /run everywhere. A Windows pipe loses its `\\.\`. */
function pathOf(text: string): string {
  const steps: string[] = [];
  for (const step of text.split(/[\\/]+/)) {
    if (step === '..') steps.pop();
    else if (step !== '' && step !== '.') steps.push(step);
  }
  return steps.join('/').replace(/^var\/run(?=\/|$)/, 'run');
}
