/** Programs that run beside the test, each with a log of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';

export interface Program {
  /** All that it has written so far. */
  output(): string;
  /** Resolves when it has ended. */
  stop(): Promise<void>;
}

/** Resolves when `isReady` says so; rejects with the end of its log when it ends before, or within 90 s. */
export async function startProgram(
  [command, ...args]: readonly [string, ...string[]],
  log: string,
  isReady: (output: string) => boolean | Promise<boolean>,
): Promise<Program> {
  const file = openSync(log, 'w');
  const child = spawn(command, args, { stdio: ['ignore', file, file] });
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()).once('error', () => resolve()));
  const output = (): string => readFileSync(log, 'utf8');
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 20_000);
    await ended;
    clearTimeout(force);
  };
  for (let attempt = 0; attempt < 300 && isRunning(child); attempt++) {
    if (await isReady(output())) return { output, stop };
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  await stop();
  throw new Error(`${command} did not become ready:\n${output().slice(-3000)}`);
}

function isRunning({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid !== undefined && exitCode === null && signalCode === null;
}

/** Ports of loopback that nobody listens on. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) => {
          server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port));
        }),
    ),
  );
  for (const server of servers) server.close();
  return ports;
}
