/** A stack synthesised in memory, with a placeholder for the built function. */
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { ImageWardenProps } from '../../infra/settings/props.ts';
import { ImageWardenStack } from '../../infra/stack.ts';

/** JSON of any shape, as the assertions of the CDK hand it out: a test names the properties it means. */
type Json = ReturnType<Template['findResources']>[string][string];

interface Resource {
  readonly Type: string;
  readonly Properties: Json;
  readonly DeletionPolicy?: string;
}

export interface Synthesised {
  readonly resources: Readonly<Record<string, Resource>>;
  readonly outputs: Readonly<Record<string, { readonly Value: unknown }>>;
  readonly json: Readonly<Record<string, unknown>>;
  /** Folder of the cloud assembly, in which the assets lie. */
  readonly folder: string;
  /** Unacknowledged findings of cdk-nag: `rule at resource`. */
  readonly findings: readonly string[];
}

const folder = mkdtempSync(join(tmpdir(), 'image-warden-infra-'));
export const artifact = join(folder, 'dist');
mkdirSync(artifact);
for (const entry of ['index.mjs', 'ahead.mjs']) writeFileSync(join(artifact, entry), 'export const handler = async () => ({});\n');

const made = new Map<string, Synthesised>();

/** Each deployment is made once in a file of tests. */
export function synth(props: ImageWardenProps = {}): Synthesised {
  const key = JSON.stringify(props);
  const known = made.get(key) ?? make(props);
  made.set(key, known);
  return known;
}

function make(props: ImageWardenProps): Synthesised {
  const { context } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8')) as { context: Record<string, unknown> };
  const outdir = mkdtempSync(join(folder, 'out-'));
  const app = new App({ context, outdir, analyticsReporting: false });
  const stack = new ImageWardenStack(app, 'image-warden-prod', { artifact, ...props });
  const json = Template.fromStack(stack).toJSON() as Record<string, unknown>;
  const findings = new AwsSolutionsChecks(app)
    .validateScope(stack)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
    );
  const { Resources: resources, Outputs: outputs } = json as { Resources: Synthesised['resources']; Outputs: Synthesised['outputs'] };
  return { resources, outputs, json, folder: outdir, findings };
}

/** Properties of all resources of a type. */
export function ofType({ resources }: Synthesised, type: string): Json[] {
  return Object.values(resources).flatMap((each) => (each.Type === type ? [each.Properties] : []));
}

/** An intrinsic as readable text: `arn:<AWS::Partition>:ssm:...`; a logical id loses its hash. */
export function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(flat).join('');
  const [[name, argument] = ['', null]] = Object.entries(value as Record<string, unknown>);
  if (name === 'Fn::Join') return flat((argument as unknown[])[1]);
  if (name === 'Fn::GetAtt') return `<${withoutHash(String((argument as unknown[])[0]))}.${(argument as unknown[])[1]}>`;
  return `<${withoutHash(String(argument))}>`;
}

function withoutHash(id: string): string {
  return id.replace(/[0-9A-F]{8}$|[0-9A-F]{8}[0-9a-f]{32}$/, '');
}

/** `METHOD path`, authorization and integration of each method. */
export function methodsOf(template: Synthesised): { readonly route: string; readonly method: Json }[] {
  return ofType(template, 'AWS::ApiGateway::Method').map((method) => ({
    route: `${method.HttpMethod} ${pathOf(template, method.ResourceId)}`,
    method,
  }));
}

function pathOf(template: Synthesised, id: { readonly Ref?: string }): string {
  const resource = template.resources[id.Ref ?? ''];
  return resource === undefined ? '' : `${pathOf(template, resource.Properties.ParentId)}/${resource.Properties.PathPart}`;
}

/** Folder of the function's code, as Lambda would unpack it. */
export function assetOf(template: Synthesised): string {
  const [{ Code: code }] = ofType(template, 'AWS::Lambda::Function');
  return join(template.folder, `asset.${code.S3Key.replace('.zip', '')}`);
}

/** Resources and outputs without what a new build of the function or of the CDK's hashes changes. */
export function withoutHashes({ resources, outputs }: Synthesised): Readonly<Record<string, unknown>> {
  const text = JSON.stringify({ ...resources, ...outputs })
    .replace(/[0-9a-f]{64}\.zip/g, 'ASSET.zip')
    .replace(/((CurrentVersion|Deployment)[0-9A-F]{8})[0-9a-f]{32}/g, '$1HASH');
  return JSON.parse(text);
}

/** What a deployment has, changes and lacks beside another. */
export function differences(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>) {
  const differs = ([key, value]: [string, unknown]) => JSON.stringify(value) !== JSON.stringify(one[key]);
  return {
    without: Object.keys(one).filter((key) => !Object.hasOwn(other, key)),
    with: Object.fromEntries(Object.entries(other).filter(differs)),
  };
}
