import { createServer, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { stackOutputs } from '../../adapters/stack-outputs.ts';
import { type Local, listen } from '../infra/deployed/listen.ts';

const seen: { headers?: IncomingHttpHeaders; body?: string } = {};
const locals: Local[] = [];
const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});
afterAll(async () => {
  for (const local of locals) await local.close();
});

async function answer(status: number, body: string): Promise<void> {
  const server = createServer(async (request, response) => {
    Object.assign(seen, { headers: request.headers, body: await text(request) });
    response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
  });
  const local = await listen(server);
  locals.push(local);
  const own = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'session' };
  Object.assign(process.env, own, { AWS_ENDPOINT_URL_CLOUDFORMATION: `http://${local.host}` });
}

const stack = (outputs: string): string => `<?xml version="1.0"?>
<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member>
<Capabilities><member>CAPABILITY_IAM</member></Capabilities>${outputs}<StackName>image-warden-prod</StackName></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;

describe('stackOutputs', () => {
  it('asks with a signature, as AWS asks for it', async () => {
    await answer(200, stack('<Outputs/>'));
    expect([...(await stackOutputs('image-warden-prod'))]).toEqual([]);
    expect(seen.body).toBe('Action=DescribeStacks&Version=2010-05-15&StackName=image-warden-prod');
    expect(seen.headers).toMatchObject({ 'content-length': '68', 'x-amz-security-token': 'session' });
    expect(seen.headers?.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/cloudformation\/aws4_request, SignedHeaders=content-length;content-type;host;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
    );
  });

  it('reads the outputs, whatever else a member has', async () => {
    const url =
      '<member><Description>Where</Description><OutputKey>Url</OutputKey><OutputValue>https://a.example/?a&amp;b=&lt;1&gt;</OutputValue></member>';
    const stage = '<member><OutputKey>Stage</OutputKey><ExportName>x</ExportName><OutputValue>prod</OutputValue></member>';
    await answer(200, stack(`<Outputs>\n${url}\n${stage}\n</Outputs><Tags/>`));
    expect(Object.fromEntries(await stackOutputs('s'))).toEqual({ Url: 'https://a.example/?a&b=<1>', Stage: 'prod' });
  });

  it.each([
    [
      400,
      '<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id s does not exist</Message></Error></ErrorResponse>',
      'Stack with id s does not exist',
    ],
    [503, 'oops', 'HTTP 503'],
  ])('%d is an error of one line', async (status, body, message) => {
    await answer(status, body);
    await expect(stackOutputs('s')).rejects.toThrow(new Error(message));
  });
});
