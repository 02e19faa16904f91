/** The outputs of a CloudFormation stack, asked with the AWS SDK's own region and credentials; the answer is XML. */
import { SSMClient } from '@aws-sdk/client-ssm';
// CommonJS: Node finds no name in it, only the whole.
import aws4 from 'aws4';
import { own } from '../core/workload/json.ts';

/** Milliseconds for the call. */
const callMs = 10_000;
/** Characters of an answer: a stack has at most 200 outputs of 4 KB. */
const maxAnswerLength = 4_194_304;

/** By the output's key. Rejects with an `Error` of one line: no such stack, no credentials, no network. */
export async function stackOutputs(stack: string): Promise<ReadonlyMap<string, string>> {
  // Its configuration finds region and credentials as every AWS tool does; nothing is asked of Parameter Store.
  const { config } = new SSMClient({});
  const [region, credentials] = await Promise.all([config.region(), config.credentials()]);
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const endpoint = process.env['AWS_ENDPOINT_URL_CLOUDFORMATION'] ?? `https://cloudformation.${region}.${suffix}`;
  const body = new URLSearchParams({ Action: 'DescribeStacks', Version: '2010-05-15', StackName: stack }).toString();
  const { host } = new URL(endpoint);
  const type = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  const { headers } = aws4.sign({ method: 'POST', host, path: '/', headers: type, body, service: 'cloudformation', region }, credentials);
  // fetch writes Host and Content-Length itself, and to the same values.
  const { Host: _, 'Content-Length': __, ...rest } = headers as Record<string, string>;
  const asked = fetch(new URL('/', endpoint), { method: 'POST', headers: rest, body, signal: AbortSignal.timeout(callMs) });
  const answer = await asked.catch((cause: unknown) => {
    throw new Error(`no connection to ${host} (${codeOf(cause)})`, { cause });
  });
  const text = (await answer.text()).slice(0, maxAnswerLength);
  if (!answer.ok) throw new Error(elementOf(text, 'Message') ?? `HTTP ${answer.status}`);
  return new Map(membersOf(text));
}

/** fetch hides the reason in the cause of its error. */
function codeOf(error: unknown): string {
  const code = own(own(error, 'cause'), 'code') ?? own(error, 'name');
  return typeof code === 'string' ? code : 'no reason given';
}

/** `<member>` elements of outputs: they hold no other element of that name. */
function membersOf(xml: string): [string, string][] {
  const outputs = elementOf(xml, 'Outputs') ?? '';
  return outputs.split('</member>').flatMap((member): [string, string][] => {
    const [key, value] = [elementOf(member, 'OutputKey'), elementOf(member, 'OutputValue')];
    return key === null || value === null ? [] : [[key, value]];
  });
}

function elementOf(xml: string, name: string): string | null {
  const start = xml.indexOf(`<${name}>`);
  const end = xml.indexOf(`</${name}>`, start);
  return start < 0 || end < 0 ? null : unescapeXml(xml.slice(start + name.length + 2, end));
}

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' };

/** What has markup in it is left as it is: it is looked into again. */
function unescapeXml(text: string): string {
  return text.includes('<') ? text : text.replace(/&(?:lt|gt|quot|apos|amp);/g, (entity) => entities[entity] ?? entity);
}
