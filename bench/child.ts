/** Runs a measuring script in a process of its own, on a core of its own; its standard output goes nowhere, as records do. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { pinned } from './world.ts';

export function measureIn<T>(script: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<T> {
  const [command = '', ...rest] = pinned([process.execPath, fileURLToPath(new URL(script, import.meta.url)), ...args]);
  const child = spawn(command, rest, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: { ...process.env, ...env } });
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)));
  });
}
