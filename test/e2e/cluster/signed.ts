/** A policy that wants signatures, mutation and admission both asked: what a registry of ours holds was signed by a real signer. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDump, readFixture } from '../../core/signature/fixture.ts';
import type { Case } from './cases.ts';
import { deployment, pod } from './manifests.ts';
import { type Program, startProgram } from './program.ts';

const digest = readDump('skopeo').image;

/** A process of its own: kubectl is waited for in this one. */
export async function startSignedImages(folder: string): Promise<Program & { readonly host: string }> {
  const file = new URL('./signed-registry.ts', import.meta.url).pathname;
  const program = await startProgram([process.execPath, file], join(folder, 'registry.log'), (output) => output.includes('serving '));
  const [, host = ''] = /serving (\S+)/.exec(program.output()) ?? [];
  return { ...program, host };
}

/** The policy's file. */
export function writeSignedPolicy(host: string, folder: string): string {
  const file = join(folder, 'signed-policy.json');
  const policy = {
    version: 1,
    exemptNamespaces: ['kube-system'],
    verifiers: {
      release: { cosign: { keys: [readFixture('p256.pub.pem')] } },
      stranger: { cosign: { keys: [readFixture('p384.pub.pem')] } },
    },
    registries: { [host]: { private: true, plainHttp: true } },
    images: [
      { allow: `${host}/acme`, require: { signedBy: ['release'] } },
      { allow: `${host}/acme/other`, require: { signedBy: ['stranger'] } },
    ],
  };
  writeFileSync(file, JSON.stringify(policy));
  return file;
}

const create = ['create', '--validate=false', '-f', '-'];
const denied = (subject: string, rule: string) => new RegExp(`^[Ee]rror.* denied the request: ${subject}: .* is denied by ${rule}: `);

export const signedCases = (host: string): readonly Case[] => [
  {
    name: 'signed: a tag is pinned, proved and allowed',
    args: create,
    input: pod('signed', `${host}/acme/app:1`),
    expected: /^pod\/signed created$/,
  },
  {
    name: 'signed: what runs is what was proved',
    args: ['get', 'pod', 'signed', '-o', 'jsonpath={.spec.containers[0].image}'],
    expected: new RegExp(`^${host.replaceAll('.', '\\.')}/acme/app:1@${digest}$`),
  },
  {
    name: 'signed: by somebody else',
    args: create,
    input: pod('other', `${host}/acme/other:1`),
    expected: denied('Pod default/other', 'signature-required'),
  },
  {
    name: 'signed: a Deployment with a tag, which nobody pins',
    args: create,
    input: deployment('tagged', `${host}/acme/app:1`),
    expected: denied('Deployment default/tagged', 'digest-required'),
  },
  {
    name: 'signed: a Deployment with the digest',
    args: create,
    input: deployment('pinned', `${host}/acme/app@${digest}`),
    expected: /^deployment\.apps\/pinned created$/,
  },
];
