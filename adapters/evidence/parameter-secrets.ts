/** Secrets of Parameter Store: SecureStrings, decrypted. Source: AWS Systems Manager API reference, GetParameters. */
import { own, ownText } from '../../core/workload/json.ts';
import { CallError } from '../tries.ts';
import type { AwsCall } from './aws-call.ts';
import type { ReadSecret } from './parameter-credentials.ts';

/**
 * Of the names below `prefix` only: a policy must not have other parameters sent to a registry. A name elsewhere has no value.
 * Rejects with an error that holds neither name nor value.
 */
export function parameterSecrets(call: AwsCall, region: string, prefix: string): ReadSecret {
  return async (name) => {
    if (!isBelow(name, prefix)) return null;
    const body = { Names: [name], WithDecryption: true };
    const answer = await call({ service: 'ssm', region, target: 'AmazonSSM.GetParameters', body });
    const found = own(answer.body, 'Parameters');
    if (answer.status !== 200 || !Array.isArray(found)) throw new CallError(`Parameter Store answered HTTP ${answer.status}`, 'later');
    const [parameter] = found.filter((one) => own(one, 'Name') === name && own(one, 'Type') === 'SecureString');
    return ownText(parameter, 'Value');
  };
}

/** One further level, so that neither a selector (`:`) nor a path leads elsewhere. */
function isBelow(name: string, prefix: string): boolean {
  return name.startsWith(prefix) && /^[A-Za-z0-9_.-]+$/.test(name.slice(prefix.length));
}
