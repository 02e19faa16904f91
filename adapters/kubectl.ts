/** kubectl, which knows how to reach a cluster and as whom. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

interface KubectlAnswer {
  /** The exit code; null when it did not run or end in time. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs it once; `input` is its standard input. Rejects when the program is not there. */
export type Kubectl = (args: readonly string[], input?: string) => Promise<KubectlAnswer>;

/** From the path. */
const program = 'kubectl';

/** Milliseconds for one call: longer than a webhook's longest timeout. */
const callMs = 60_000;

export function kubectlOf(context: string | null): Kubectl {
  const first = context === null ? [] : ['--context', context];
  return async (args, input = '') => {
    const child = spawn(program, [...first, ...args], { timeout: callMs, stdio: 'pipe' });
    const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
    // A program that ends without reading its input is no trouble of ours.
    child.stdin.on('error', () => undefined).end(input);
    const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    return { code, out, err };
  };
}
