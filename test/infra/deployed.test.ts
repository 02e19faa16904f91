/**
 * The template itself, run: its routes, limits, errors, environment and permissions around the bundle that it ships. What would
 * break production breaks this.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import type { ImageWardenProps } from '../../infra/settings/props.ts';
import { Gateway } from './deployed/gateway.ts';
import { Lambda } from './deployed/lambda.ts';
import { faults } from './deployed/scenarios.ts';
import { readTemplate } from './deployed/template.ts';
import { type Synthesised, synth } from './synth.ts';

// Processes are started, on machines that may have much else to do.
jest.setTimeout(60_000);

const artifact = mkdtempSync(join(tmpdir(), 'image-warden-dist-'));
const built = spawnSync(process.execPath, ['build.ts', artifact], { encoding: 'utf8' });
const template = synth({ artifact });

/** The template's text with one thing replaced, as somebody might edit it. */
function changed(pattern: RegExp | string, replacement: string): Synthesised {
  const text = JSON.stringify({
    resources: template.resources,
    outputs: template.outputs,
    json: {},
    findings: [],
    folder: template.folder,
  });
  const other = text.replace(pattern, replacement);
  expect(other).not.toBe(text);
  return JSON.parse(other);
}

describe('the deployed service', () => {
  it('is what was built', () => {
    expect([built.status, built.stderr]).toEqual([0, '']);
    expect(readTemplate(template).fn.runtime).toBe(`nodejs${process.versions.node.split('.')[0]}.x`);
  });

  it('does what it must', async () => {
    const seen: string[] = [];
    for await (const fault of faults(readTemplate(template))) seen.push(fault);
    expect(seen).toEqual([]);
  });

  it('answers 504 with a Status when the function does not answer in time', async () => {
    const deployed = readTemplate(template);
    const impatient = { ...deployed, routes: deployed.routes.map((route) => ({ ...route, timeoutMs: 200 })) };
    const lambda = await Lambda.of(impatient.fn, {});
    try {
      const waiting = new Gateway(impatient, lambda).call({ method: 'GET', path: '/healthz' });
      lambda.freeze();
      const { status, body } = await waiting;
      expect([status, JSON.parse(body).reason]).toEqual([504, 'Timeout']);
    } finally {
      await lambda.close();
    }
  });
});

describe('a cold start without Parameter Store', () => {
  /** Status of the health check, and what wakes somebody. */
  const started = async (props: ImageWardenProps) => {
    const deployed = readTemplate(synth({ artifact, ...props }));
    // Nobody listens there.
    const lambda = await Lambda.of(deployed.fn, { AWS_ENDPOINT_URL_SSM: 'http://127.0.0.1:9' });
    try {
      const gateway = new Gateway(deployed, lambda);
      const { status: health } = await gateway.call({ method: 'GET', path: '/healthz' });
      await gateway.call({ method: 'POST', path: `/v1/clusters/prod/${'t'.repeat(32)}/admission`, body: review });
      const { Undecided: undecided, PolicyProblem: problems = 0 } = deployed.counted(lambda.lines());
      return { health, undecided, problems: problems > 0 };
    } finally {
      await lambda.close();
    }
  };
  const review = '{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u","operation":"CREATE","object":{}}}';

  it('has no policy, and somebody is woken', async () => {
    expect(await started({})).toEqual({ health: 503, undecided: 1, problems: true });
  });

  it('has the policy that was baked in', async () => {
    expect(await started({ policySnapshot: 'examples/policy.yaml' })).toEqual({ health: 200, undecided: 0, problems: true });
  });
});

describe('a change of the template that would break production', () => {
  it.each([
    ['a route renamed', '"PathPart":"admission"', '"PathPart":"admit"'],
    ['a method changed', '"HttpMethod":"POST","Integration"', '"HttpMethod":"PUT","Integration"'],
    ['the handler renamed', '"Handler":"index.handler"', '"Handler":"index.main"'],
    ['the stage of the parameters', '"IMAGE_WARDEN_STAGE":"prod"', '"IMAGE_WARDEN_STAGE":"dev"'],
    ['a setting that the function does not take', '"IMAGE_WARDEN_MAX_STALE_SECONDS":"3600"', '"IMAGE_WARDEN_MAX_STALE_SECONDS":"1h"'],
    ['a permission of the role', ':parameter/image-warden/prod/clusters', ':parameter/image-warden/prod/tokens'],
    ['the action of the role', '"Action":"ssm:GetParameters"', '"Action":"ssm:GetParameter"'],
    ['a permission of API Gateway', '/POST/v1/clusters/*/*/image-policy"', '/POST/v1/clusters/*/image-policy"'],
    ['bodies as text', '"BinaryMediaTypes":["*/*"]', '"BinaryMediaTypes":[]'],
    ['the signed route opened', '"AuthorizationType":"AWS_IAM"', '"AuthorizationType":"NONE"'],
    ['the status of unknown paths', '"StatusCode":"404"', '"StatusCode":"403"'],
    ['an error of the gateway without its body', /\{\\"kind\\":\\"Status\\"[^{}]*\{\}[^{}]*the body is larger[^{}]*\}/, '{}'],
    ['the limit of health checks', /"ThrottlingBurstLimit":20/, '"ThrottlingBurstLimit":2000'],
    ['a field of the records', '$.break-glass', '$.breakGlass'],
    ['the proxy integration', '"Type":"AWS_PROXY"', '"Type":"AWS"'],
  ])('is noticed: %s', async (_what, pattern, replacement) => {
    const run = faults(readTemplate(changed(pattern, replacement)));
    expect((await run.next()).value).toEqual(expect.any(String));
    await run.return(undefined);
  });
});
