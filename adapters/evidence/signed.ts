/** What signed calls of AWS have in common, whichever protocol they speak. */
import type { Credentials } from '../aws-post.ts';
import { CallError } from '../tries.ts';

export interface SignedOptions {
  /** Asked at each call: they may be rotated. */
  readonly credentials: () => Credentials | Promise<Credentials>;
  /** Base URL of a service that does not answer under AWS's own name; null: it does. */
  readonly endpoint: (service: string) => string | null;
  /** Milliseconds for one call, its second try included. */
  readonly timeoutMs: number;
}

/** Connections to one host: a review asks for about 20 distinct images at once. */
export const maxSockets = 20;

/** The answer by `endMs` of `performance.now()`. A socket that died while the environment was frozen is tried once more. */
export async function onceMore<T>(endMs: number, call: (leftMs: number) => Promise<T>): Promise<T> {
  const send = (): Promise<T> => call(Math.max(1, endMs - performance.now()));
  try {
    return await send();
  } catch (error) {
    if (error instanceof CallError && error.retry === 'at once') return send();
    throw error;
  }
}
