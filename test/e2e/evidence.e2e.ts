/**
 * Real signers, two registries, and the signers' own verdicts beside ours: `npm run e2e:evidence`, with COSIGN2, COSIGN3, NOTATION,
 * SKOPEO and DOCKER_REGISTRY in the environment (test/e2e/evidence/fetch-tools.sh) and openssl on the path. One line a case; exit 1
 * when one differs.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { VerifierDocument } from '../../core/evidence/requirement.ts';
import { everyWayIn } from './evidence/every-way-in.ts';
import { pushImage, replay, tamper } from './evidence/images.ts';
import { startReferrersRegistry } from './evidence/registry.ts';
import { makeSigners, type Signer } from './evidence/signers.ts';
import { findTools, run, startDockerRegistry, type Tools } from './evidence/tools.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const program = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

interface World {
  readonly folder: string;
  readonly registryName: string;
  readonly host: string;
  failed: number;
}

async function main(): Promise<number> {
  const tools = findTools(process.env);
  if ('missing' in tools) {
    print(`skipped: set ${tools.missing.join(', ')} to the paths of these programs (test/e2e/evidence/fetch-tools.sh fetches them)`);
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), 'image-warden-e2e-'));
  const stops: (() => void)[] = [];
  try {
    return await compare(tools, folder, stops);
  } finally {
    for (const stop of stops) stop();
    rmSync(folder, { recursive: true });
  }
}

async function compare(tools: Tools, folder: string, stops: (() => void)[]): Promise<number> {
  const signers = await makeSigners(tools, folder);
  const docker = await startDockerRegistry(tools.DOCKER_REGISTRY, folder);
  const ours = await startReferrersRegistry();
  stops.push(docker.stop, ours.stop);
  const worlds = [
    { folder, registryName: 'docker-registry', host: docker.host, failed: 0 },
    { folder, registryName: 'referrers API', host: ours.host, failed: 0 },
  ];
  for (const world of worlds)
    for (const [index, signer] of signers.entries())
      await compareSigner(world, signer, signers[(index + 2) % signers.length] ?? signer, index);
  const failed = worlds.reduce((sum, world) => sum + world.failed, 0);
  print(failed === 0 ? 'all as expected' : `${failed} not as expected`);
  return failed === 0 ? 0 : 1;
}

/** Signed, not signed, by another's verifier, replayed, tampered. */
async function compareSigner(world: World, signer: Signer, other: Signer, index: number): Promise<void> {
  const path = `acme/app-${index}`;
  const [signed, bare, victim] = [await pushImage(world.host, path), await pushImage(world.host, path), await pushImage(world.host, path)];
  const image = (digest: string): string => `${world.host}/${path}@${digest}`;
  await signer.sign(image(signed));
  const expected = signer.expected ?? true;
  await check(world, `${signer.name}: signed`, signer, image(signed), expected, signer.expected === undefined);
  await check(world, `${signer.name}: not signed`, signer, image(bare), false, true);
  if (other.verifier !== signer.verifier)
    await check(world, `${signer.name}: judged by ${other.name}`, { ...other, judge: null }, image(signed), false, false);
  if (!signer.name.startsWith('cosign 2') && !signer.name.startsWith('skopeo')) return;
  await replay(world.host, path, signed, bare);
  await check(world, `${signer.name}: replayed`, signer, image(bare), false, true);
  await tamper(world.host, path, signed, victim);
  await check(world, `${signer.name}: tampered`, signer, image(victim), false, true);
}

async function check(
  world: World,
  name: string,
  { verifier, judge }: Signer,
  image: string,
  expected: boolean,
  compared: boolean,
): Promise<void> {
  const ours = await verdict(world, verifier, image);
  const others = await everyWayIn(world.host, verifier, image);
  const theirs = judge === null || !compared ? null : await judge(image);
  const good = ours === expected && (theirs === null || theirs === ours) && others.every((one) => one === ours);
  if (!good) world.failed++;
  print(
    `${good ? 'ok  ' : 'FAIL'} ${world.registryName}: ${name}: ours ${ours}${theirs === null ? '' : `, its own ${theirs}`}, admission, mutation, check ${others.join()}`,
  );
}

async function verdict({ folder, host }: World, verifier: VerifierDocument, image: string): Promise<boolean> {
  const policy = join(folder, 'policy.yaml');
  writeFileSync(
    policy,
    JSON.stringify({ version: 1, verifiers: { v: verifier }, registries: { [host]: { private: true, plainHttp: true } } }),
  );
  const { stdout, output } = await run(
    folder,
    process.execPath,
    program,
    'verify',
    image,
    '--policy',
    policy,
    '--format',
    'json',
    '--quiet',
  );
  try {
    const { verifiers, unknown } = JSON.parse(stdout) as { verifiers: { signatures: unknown[] }[]; unknown: string[] };
    if (unknown.length > 0) print(`     could not check: ${unknown.join('; ')}`);
    return verifiers.some(({ signatures }) => signatures.length > 0);
  } catch {
    print(output);
    return false;
  }
}

process.exitCode = await main();
