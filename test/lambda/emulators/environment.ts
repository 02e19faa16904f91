/** One execution environment: the built bundle in a process of its own, under a runtime client, reading from a store. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type RuntimeApi, startRuntimeApi } from './runtime-api.ts';

/** How node is started so that it serves events: with ours, or with AWS's own client. */
export interface RuntimeClient {
  readonly args: (bundle: string) => readonly string[];
  readonly env: (bundle: string) => Readonly<Record<string, string>>;
}

const ownClient: RuntimeClient = {
  args: (bundle) => [fileURLToPath(new URL('./runtime-client.mjs', import.meta.url)), pathToFileURL(`${bundle}/index.mjs`).href],
  env: () => ({}),
};

export interface EnvironmentOptions {
  /** The folder of the built function. */
  readonly bundle: string;
  readonly storeUrl: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly client?: RuntimeClient;
}

export interface ExecutionEnvironment {
  readonly api: RuntimeApi;
  readonly process: ChildProcess;
  /** Lines of standard output so far. */
  readonly lines: readonly string[];
  /** Lines of standard error so far. */
  readonly errors: readonly string[];
  /** Both clocks jump, or one. */
  move(ms: { wall: number; monotonic: number }): Promise<void>;
  close(): Promise<void>;
}

export async function startEnvironment({
  bundle,
  storeUrl,
  env = {},
  client = ownClient,
}: EnvironmentOptions): Promise<ExecutionEnvironment> {
  const api = await startRuntimeApi();
  const clock = new URL('./movable-clock.mjs', import.meta.url).href;
  const child = spawn(process.execPath, ['--import', clock, ...client.args(bundle)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      AWS_LAMBDA_RUNTIME_API: api.host,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKID',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'session',
      AWS_ENDPOINT_URL_SSM: storeUrl,
      ...client.env(bundle),
      ...env,
    },
  });
  const [lines, errors]: [string[], string[]] = [[], []];
  if (child.stdout === null || child.stderr === null) throw new Error('the process has no output');
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    api,
    process: child,
    lines,
    errors,
    move: async (ms) => {
      child.send(ms);
      api.skewMs += ms.wall;
      await once(child, 'message');
    },
    close: async () => {
      child.kill('SIGKILL');
      await ended;
      await api.close();
    },
  };
}
