/** A handler in a process of its own under the Runtime API: what cold starts, CPU and memory are measured on. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type RuntimeApi, startRuntimeApi } from '../test/lambda/emulators/runtime-api.ts';
import { pinned } from './world.ts';

/** As the platform starts node for a function of 256 MB: 90 % for the old space, 5 % for each half of the young one. */
const flags = ['--max-old-space-size=230', '--max-semi-space-size=12'];
const client = fileURLToPath(new URL('../test/lambda/emulators/runtime-client.mjs', import.meta.url));

export interface MeasuredProcess {
  readonly pid: number;
  /** Resolves with the answer; throws when there is none. */
  invoke(event: unknown): Promise<unknown>;
  close(): Promise<void>;
}

/** `handler` is a file; its records go nowhere. */
export async function startProcess(handler: string, env: Readonly<Record<string, string>>): Promise<MeasuredProcess> {
  const api: RuntimeApi = await startRuntimeApi();
  const [command = '', ...args] = pinned([process.execPath, ...flags, client, pathToFileURL(handler).href]);
  const child: ChildProcess = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'] ?? '',
      AWS_LAMBDA_RUNTIME_API: api.host,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKID',
      AWS_SECRET_ACCESS_KEY: 'secret',
      ...env,
    },
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    pid: child.pid ?? 0,
    invoke: async (event) => {
      const invoked = await api.invoke(event, 20_000);
      if (invoked.type !== 'answered') throw new Error(`${handler}: ${JSON.stringify(invoked)}`);
      return invoked.payload;
    },
    close: async () => {
      child.kill('SIGKILL');
      await ended;
      await api.close();
    },
  };
}

/** Whether an answer allows; a handler that denies is fast. */
export function isAllowed(answer: unknown): boolean {
  const { body } = answer as { body: string };
  return (JSON.parse(body) as { response?: { allowed?: boolean } }).response?.allowed === true;
}

export const floorHandler = fileURLToPath(new URL('./handlers/floor.mjs', import.meta.url));
export const emptyHandler = fileURLToPath(new URL('./handlers/empty.mjs', import.meta.url));
