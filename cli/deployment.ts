/** Which deployment a command speaks of: by flags, or by the outputs of its CloudFormation stack. */
import { quote } from '../core/text.ts';
import { UsageError } from './usage-error.ts';

export interface Deployment {
  readonly url: string;
  readonly stage: string;
}

export interface DeploymentOptions {
  readonly url?: string;
  readonly stage?: string;
  readonly stack?: string;
}

const defaultStage = 'prod';

/** `needsStage`: whether Parameter Store is written. Flags go before outputs; with both flags CloudFormation is not asked. */
export async function findDeployment({ url, stage, stack }: DeploymentOptions, needsStage: boolean): Promise<Deployment> {
  if (stack !== undefined && !/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(stack))
    throw new UsageError(`--stack: expected the name of a stack, got ${quote(stack)}`);
  if (url !== undefined && (stage !== undefined || !needsStage)) return { url, stage: stage ?? defaultStage };
  const name = stack ?? `image-warden-${stage ?? defaultStage}`;
  const outputs = await outputsOf(name);
  const output = (key: string, flag: string): string => {
    const value = outputs.get(key);
    if (value === undefined) throw new UsageError(`the stack ${name} has no output ${key}: expected one of Image Warden's, or ${flag}`);
    return value;
  };
  return { url: url ?? output('Url', '--url'), stage: stage ?? output('Stage', '--stage') };
}

async function outputsOf(stack: string): Promise<ReadonlyMap<string, string>> {
  const { stackOutputs } = await import('../adapters/stack-outputs.ts');
  return stackOutputs(stack).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`CloudFormation: ${quote(reason)}; name the stack with --stack, or use --url and --stage`);
  });
}
