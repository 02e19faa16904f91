/** Lambda, small: one execution environment and its time limit. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type InvokeResult, RuntimeApi } from './runtime-api.ts';
import type { DeployedFunction } from './template.ts';

/** Arguments for Node to run a runtime client: our own small one here, AWS's in aws-client.ts. */
export const ownClient: readonly string[] = [fileURLToPath(new URL('./client.ts', import.meta.url))];

export class Lambda {
  readonly #fn: DeployedFunction;
  readonly #api: RuntimeApi;
  readonly #start: () => ChildProcess;
  #child: ChildProcess | null = null;
  #output = '';

  private constructor(fn: DeployedFunction, api: RuntimeApi, start: () => ChildProcess) {
    this.#fn = fn;
    this.#api = api;
    this.#start = start;
  }

  /** `extra`: variables beside those of the template and of Lambda. */
  static async of(fn: DeployedFunction, extra: Readonly<Record<string, string>>, client = ownClient): Promise<Lambda> {
    const api = new RuntimeApi();
    const env = { ...fn.environment, ...reserved(fn, await api.start()), ...extra };
    const args = [`--max-old-space-size=${fn.memoryMb}`, '--disable-warning=ExperimentalWarning', ...client];
    return new Lambda(fn, api, () => spawn(process.execPath, args, { env, cwd: fn.taskRoot, stdio: ['ignore', 'pipe', 'pipe'] }));
  }

  /** Null when the function failed or ran out of time, after which Lambda ends the environment. */
  async invoke(event: object): Promise<InvokeResult> {
    this.#child ??= this.#environment();
    const timer = setTimeout(() => this.#child?.kill('SIGKILL'), this.#fn.timeoutMs);
    const result = await this.#api.invoke(event, this.#fn.timeoutMs);
    clearTimeout(timer);
    return result;
  }

  /** Everything that was written to the log. */
  lines(): string[] {
    return this.#output.split('\n').filter((line) => line !== '');
  }

  /** From outside as one that hangs. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  async close(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#api.close();
  }

  #environment(): ChildProcess {
    const child = this.#start();
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.#output += chunk;
      });
    child.on('exit', () => {
      if (this.#child === child) this.#child = null;
      this.#api.fail();
    });
    return child;
  }
}

/** What Lambda sets whatever the template says. */
function reserved({ handler, taskRoot, memoryMb }: DeployedFunction, runtimeApi: string): Record<string, string> {
  return {
    _HANDLER: handler,
    LAMBDA_TASK_ROOT: taskRoot,
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    AWS_LAMBDA_FUNCTION_NAME: 'image-warden',
    AWS_LAMBDA_FUNCTION_VERSION: '1',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_LAMBDA_LOG_GROUP_NAME: 'decisions',
    AWS_LAMBDA_LOG_STREAM_NAME: 'environment',
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'session',
  };
}
