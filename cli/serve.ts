/** `image-warden serve`: the local HTTPS server, and the same service inside a cluster. Composition root. */
import { readFile } from 'node:fs/promises';
import { type Certificate, selfSignedCertificate } from '../adapters/certificate.ts';
import { systemClock } from '../adapters/clock.ts';
import { describeFileError } from '../adapters/files.ts';
import { PolicyFileError, watchPolicyFiles } from '../adapters/policy-file.ts';
import { verdictIds } from '../adapters/verdict-ids.ts';
import { localEvidence } from './evidence.ts';
import { findPolicyFile } from './policy-option.ts';
import { type RunningServer, startServer } from './server.ts';
import { UsageError } from './usage-error.ts';

export interface ServeOptions {
  readonly policy?: string;
  readonly clusters?: string;
  readonly port: string;
  readonly host: string;
  readonly cert?: string;
  readonly key?: string;
  readonly http?: boolean;
  readonly open?: boolean;
  readonly debug?: boolean;
}

/** Where lines go; a test listens. */
export interface ServeOutput {
  /** What was asked for: where it listens, and a line for each decision. */
  /** Whether the line could be written. */
  out(line: string): boolean;
  /** Everything else. */
  err(line: string): void;
}

/** Resolves when it listens; a `UsageError` says in one line why it does not. */
export async function serve(options: ServeOptions, { out, err }: ServeOutput): Promise<RunningServer> {
  const port = readPort(options.port);
  checkExposure(options);
  const files = { policy: findPolicyFile(options.policy), clusters: options.clusters ?? null };
  const policies = await watchPolicyFiles(files, err).catch((error: unknown) => {
    throw error instanceof PolicyFileError ? new UsageError(error.message) : error;
  });
  const guarded = files.clusters !== null;
  const evidence = localEvidence(process.env);
  const engine = {
    policies,
    clock: systemClock,
    ids: verdictIds(),
    evidence,
    log: { write: out },
    routes: { open: !guarded, clusters: guarded, check: guarded ? 'nobody' : 'anybody' } as const,
  };
  const onError = (error: unknown): void =>
    err(options.debug && error instanceof Error ? `${error.stack}` : `a request failed: ${String(error)}`);
  try {
    const server = await startServer({ port, host: options.host, certificate: await certificateOf(options), engine, onError });
    out(`listening on ${server.url}`);
    out(guarded ? guardedHint(server.url) : curlLine(server.url));
    return {
      url: server.url,
      close: async () => {
        policies.close();
        await server.close();
        evidence.close();
      },
    };
  } catch (error) {
    policies.close();
    throw listenError(error, options);
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new UsageError(`--port: expected 0 to 65535, got ${JSON.stringify(text)}`);
  return port;
}

/** Without tokens everybody who reaches the port is answered, so that beyond loopback it must be meant. */
function checkExposure({ host, open, clusters, http, cert, key }: ServeOptions): void {
  const loopback = ['127.0.0.1', '::1', 'localhost'].includes(host);
  if (!loopback && http)
    throw new UsageError(`--http: expected a loopback --host, got ${host}: tokens and verdicts would travel in the clear`);
  if (!loopback && !open && clusters === undefined)
    throw new UsageError(`--host ${host}: everybody there could ask; add --clusters FILE to ask for tokens, or --open to mean it`);
  if (http && cert !== undefined) throw new UsageError('--http and --cert: one of them; plain HTTP has no certificate');
  if ((cert === undefined) !== (key === undefined))
    throw new UsageError(`--cert and --key go together: ${cert === undefined ? '--cert' : '--key'} is missing`);
}

async function certificateOf({ http, cert, key }: ServeOptions): Promise<Certificate | null> {
  if (http) return null;
  if (cert === undefined || key === undefined) return await selfSignedCertificate();
  return { cert: await readPem(cert), key: await readPem(key) };
}

async function readPem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(describeFileError(file, error));
  }
}

function listenError(error: unknown, { host, port }: ServeOptions): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code === 'EADDRINUSE') return new UsageError(`port ${port} of ${host} is in use: stop what listens there, or give another --port`);
  if (code === 'EACCES') return new UsageError(`port ${port} of ${host} may not be used: permission denied; give a --port above 1023`);
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL') return new UsageError(`--host ${host}: this machine has no such address`);
  if (code.startsWith('ERR_OSSL') || code.startsWith('ERR_SSL'))
    return new UsageError(`--cert and --key: not a PEM certificate and its key (${code})`);
  return error;
}

function curlLine(url: string): string {
  const review = '{"kind":"ImageReview","spec":{"containers":[{"image":"nginx"}],"namespace":"default"}}';
  return `try it:  curl -k -XPOST ${url}/image_policy -d '${review}'`;
}

function guardedHint(url: string): string {
  return `a cluster asks at ${url}/v1/clusters/CLUSTER/TOKEN/admission`;
}
