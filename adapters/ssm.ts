/** `GetParameters` of Parameter Store. */
import { own } from '../core/workload/json.ts';
import { awsPost, type Credentials, type PostAnswer } from './aws-post.ts';
import { CallError } from './tries.ts';

/** Bytes of an answer: three values of 8 KB, escaped, fit ten times. */
const maxAnswerBytes = 256 * 1024;

/** A parameter's newest value; null: there is none of that name. */
export type ParameterValues = ReadonlyMap<string, string | null>;

export interface SsmOptions {
  /** `https://ssm.eu-west-1.amazonaws.com`, or what `AWS_ENDPOINT_URL_SSM` says. */
  readonly endpoint: string;
  readonly region: string;
  /** Asked at each call: they may be rotated. */
  readonly credentials: () => Credentials;
}

export type GetParameters = (names: readonly string[], timeoutMs: number) => Promise<ParameterValues>;

/** One call for all names, newest versions. Rejects with a `CallError`. Sockets are kept alive between calls. */
export function getParametersOf({ endpoint, region, credentials }: SsmOptions): GetParameters {
  const post = awsPost({ endpoint, maxSockets: 2, maxAnswerBytes });
  const call = { service: 'ssm', region, version: '1.1', target: 'AmazonSSM.GetParameters' } as const;
  return async (names, timeoutMs) => {
    const body = JSON.stringify({ Names: names });
    return valuesOf(await post({ ...call, body, credentials: credentials(), timeoutMs }), names);
  };
}

/** Each name must be told of, either by value or as unknown: anything else is no answer to the question. */
function valuesOf({ status, text }: PostAnswer, names: readonly string[]): ParameterValues {
  const body = parse(text);
  if (status !== 200) throw statusError(status, body);
  const [found, unknown] = [own(body, 'Parameters'), own(body, 'InvalidParameters')];
  if (!Array.isArray(found)) throw new CallError('an answer without a list of parameters', 'no');
  const values = new Map<string, string | null>();
  for (const name of Array.isArray(unknown) ? unknown : []) values.set(String(name), null);
  for (const parameter of found) {
    const [name, value] = [own(parameter, 'Name'), own(parameter, 'Value')];
    if (typeof name !== 'string' || typeof value !== 'string') throw new CallError('a parameter without name or value in the answer', 'no');
    if (values.has(name)) throw new CallError('a parameter twice in the answer', 'no');
    values.set(name, value);
  }
  const missing = names.find((name) => !values.has(name));
  if (missing !== undefined) throw new CallError(`the answer says nothing of ${missing}`, 'no');
  return values;
}

function parse(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function statusError(status: number, body: object): CallError {
  const type = '__type' in body ? String(body.__type).replace(/^.*#/, '').slice(0, 80) : 'no reason given';
  const passing = status >= 500 || status === 429 || /Throttl|TooManyRequests|RequestLimitExceeded/.test(type);
  return new CallError(`HTTP ${status} (${type})`, passing ? 'later' : 'no');
}
