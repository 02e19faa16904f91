/** etcd and a kube-apiserver on loopback: enough of a cluster for admission. No controllers, no kubelets. */
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import type { Pki } from './pki.ts';
import { freePorts, type Program, startProgram } from './program.ts';

export interface Binaries {
  readonly apiServer: string;
  readonly etcd: string;
}

export interface Store extends Program {
  readonly url: string;
}

export interface ApiServer extends Program {
  readonly url: string;
}

export async function startEtcd({ etcd }: Binaries, folder: string): Promise<Store> {
  const [port, peerPort] = await freePorts(2);
  const [url, peers] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${peerPort}`];
  const args = [
    ...['--name', 'e2e', '--data-dir', join(folder, 'etcd')],
    ...['--listen-client-urls', url, '--advertise-client-urls', url],
    ...['--listen-peer-urls', peers, '--initial-advertise-peer-urls', peers, '--initial-cluster', `e2e=${peers}`],
  ];
  const program = await startProgram([etcd, ...args], join(folder, 'etcd.log'), (output) =>
    output.includes('ready to serve client requests'),
  );
  return { ...program, url };
}

/** `more`: flags besides those that every run has. */
export async function startApiServer(
  { apiServer }: Binaries,
  { url: etcd }: Store,
  { ca, admin, apiServer: own, serviceAccount }: Pki,
  folder: string,
  more: readonly string[],
): Promise<ApiServer> {
  const [port] = await freePorts(1);
  const url = `https://127.0.0.1:${port}`;
  const args = [
    ...[`--etcd-servers=${etcd}`, '--bind-address=127.0.0.1', '--advertise-address=127.0.0.1', `--secure-port=${port}`],
    ...['--endpoint-reconciler-type=none', '--service-cluster-ip-range=10.96.0.0/24', '--authorization-mode=RBAC'],
    ...[`--tls-cert-file=${own.cert}`, `--tls-private-key-file=${own.key}`, `--client-ca-file=${ca}`],
    ...['--service-account-issuer=https://kubernetes.default.svc', `--service-account-key-file=${serviceAccount.publicKey}`],
    ...[`--service-account-signing-key-file=${serviceAccount.key}`, '--disable-admission-plugins=ServiceAccount'],
    // Beta only since 1.23: before, ephemeral containers must be asked for.
    '--feature-gates=EphemeralContainers=true',
    ...more,
  ];
  const tls = { ca: readFileSync(ca), cert: readFileSync(admin.cert), key: readFileSync(admin.key) };
  const isReady = (): Promise<boolean> =>
    new Promise((resolve) => {
      const sent = request(`${url}/readyz`, { ...tls, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      });
      sent.on('error', () => resolve(false)).end();
    });
  return { ...(await startProgram([apiServer, ...args], join(folder, `kube-apiserver-${port}.log`), isReady)), url };
}
