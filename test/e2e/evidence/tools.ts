/** The real programs, from the environment, and a way to run them. */
import { execFile, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const names = ['COSIGN2', 'COSIGN3', 'NOTATION', 'SKOPEO', 'DOCKER_REGISTRY'] as const;
export type Tools = Readonly<Record<(typeof names)[number], string>>;

/** The programs' paths; or the names of those that are missing. */
export function findTools(environment: NodeJS.ProcessEnv): Tools | { readonly missing: readonly string[] } {
  const missing = names.filter((name) => !environment[name]);
  return missing.length > 0 ? { missing } : (Object.fromEntries(names.map((name) => [name, environment[name]])) as Tools);
}

export interface Ran {
  readonly ok: boolean;
  readonly output: string;
  readonly stdout: string;
}

/** Runs a program to its end in a folder that is its home; never rejects. */
export function run(folder: string, command: string, ...args: readonly string[]): Promise<Ran> {
  const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: join(folder, 'config'), COSIGN_PASSWORD: '', DOCKER_CONFIG: folder };
  return new Promise((resolve) => {
    execFile(command, args, { cwd: folder, env, timeout: 60_000, maxBuffer: 16 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve({ ok: error === null, output: stdout + stderr, stdout });
    });
  });
}

/** The same for a step that must work: throws with all that it said. */
export async function must(folder: string, command: string, ...args: readonly string[]): Promise<string> {
  const { ok, output } = await run(folder, command, ...args);
  if (!ok) throw new Error(`${command} ${args.join(' ')}\n${output}`);
  return output;
}

/** Debian's registry, which has no referrers API, on a free port of loopback. */
export async function startDockerRegistry(command: string, folder: string): Promise<{ readonly host: string; stop(): void }> {
  const port = await freePort();
  const config = join(folder, 'registry.yml');
  writeFileSync(
    config,
    `version: 0.1\nlog: { level: error }\nstorage: { filesystem: { rootdirectory: ${join(folder, 'registry')} } }\nhttp: { addr: 127.0.0.1:${port} }\n`,
  );
  const child = spawn(command, ['serve', config], { stdio: 'ignore' });
  const host = `127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 100; attempt++) {
    const ready = await fetch(`http://${host}/v2/`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return { host, stop: () => void child.kill() };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill();
  throw new Error('the registry did not become ready');
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
