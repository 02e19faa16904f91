/** The function against moto_server, where that is installed: somebody else's Parameter Store. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import aws4 from 'aws4';
import { allowlist, clusters, type FaultCase, hashOf, stale } from '../faults/rig.ts';
import { token } from '../gateway.ts';

export const hasMoto = (): boolean => spawnSync('moto_server', ['--help'], { stdio: 'ignore' }).status === 0;

export const motoCase: FaultCase = {
  name: 'reading from moto_server, and the allowlist changes',
  expected: 'allowed, then denied 403',
  run: async (rig) => {
    const { port, stop } = await startMoto();
    try {
      await put(port, allowlist, 'secureoci.com');
      await put(port, clusters, `prod=${hashOf(token)}`);
      const environment = await rig.start({ storeUrl: `http://127.0.0.1:${port}` });
      const before = await rig.ask(environment);
      await put(port, allowlist, 'new.example');
      await environment.move(stale);
      return `${before}, then ${await rig.ask(environment)}`;
    } finally {
      stop();
    }
  },
};

/** On a free port, ready. */
export async function startMoto(): Promise<{ readonly port: number; readonly stop: () => void }> {
  const port = await freePort();
  const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const stop = () => void server.kill();
  await listening(port, server).catch((error: unknown) => {
    stop();
    throw error;
  });
  return { port, stop };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function listening(port: number, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200 && server.exitCode === null; tries++) {
    const isUp = await fetch(`http://127.0.0.1:${port}/moto-api/`).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await wait(100);
  }
  throw new Error('moto_server does not listen');
}

async function put(port: number, name: string, value: string): Promise<void> {
  const body = JSON.stringify({ Name: name, Value: value, Type: 'StringList', Overwrite: true });
  const host = `127.0.0.1:${port}`;
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.PutParameter' };
  const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret' };
  const signed = aws4.sign({ method: 'POST', host, path: '/', headers, body, service: 'ssm', region: 'eu-west-1' }, credentials);
  const answer = await fetch(`http://${host}/`, { method: 'POST', headers: signed.headers as Record<string, string>, body });
  if (!answer.ok) throw new Error(`PutParameter: HTTP ${answer.status}`);
}
