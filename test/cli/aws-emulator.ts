/** As much of Parameter Store and CloudFormation as the command line asks: versions, history in pages, sizes by tier. */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Local, listen } from '../infra/deployed/listen.ts';

interface Version {
  readonly Name: string;
  readonly Value: string;
  readonly Type: string;
  readonly Version: number;
  readonly LastModifiedDate: number;
  readonly LastModifiedUser: string;
}

export interface AwsEmulator extends Local {
  /** By name, oldest first; the store keeps 100. */
  readonly parameters: Map<string, Version[]>;
  readonly newest: (name: string) => string | undefined;
}

interface Request {
  readonly Name: string;
  readonly Names: readonly string[];
  readonly Value: string;
  readonly Type: string;
  readonly Tier?: string;
  readonly Overwrite?: boolean;
  readonly NextToken?: string;
}

/** Versions of a page of the history: the service's maximum is 50. */
const pageLength = 50;
const keptVersions = 100;

type Answer = readonly [number, object];
const failure = (type: string): Answer => [400, { __type: type, message: type }];

export async function awsEmulator(outputs: Readonly<Record<string, string>> = {}): Promise<AwsEmulator> {
  const parameters = new Map<string, Version[]>();
  const actions: Readonly<Record<string, (request: Request) => Answer>> = {
    'AmazonSSM.GetParameters': ({ Names }) => {
      const found = Names.flatMap((name) => parameters.get(name)?.at(-1) ?? []);
      return [200, { Parameters: found, InvalidParameters: Names.filter((name) => !parameters.has(name)) }];
    },
    'AmazonSSM.PutParameter': (request) => put(parameters, request),
    'AmazonSSM.GetParameterHistory': ({ Name, NextToken = '0' }) => {
      const versions = parameters.get(Name);
      if (versions === undefined) return failure('ParameterNotFound');
      const end = Number(NextToken) + pageLength;
      return [200, { Parameters: versions.slice(Number(NextToken), end), ...(end < versions.length ? { NextToken: String(end) } : {}) }];
    },
  };
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const action = actions[String(request.headers['x-amz-target'])];
    if (action === undefined) {
      response.writeHead(200, { 'content-type': 'text/xml' }).end(describeStacks(outputs));
      return;
    }
    const [status, answer] = action(JSON.parse(body));
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
  });
  return { ...(await listen(server)), parameters, newest: (name) => parameters.get(name)?.at(-1)?.Value };
}

function put(parameters: Map<string, Version[]>, { Name, Value, Type, Tier = 'Standard', Overwrite = false }: Request): Answer {
  const versions = parameters.get(Name) ?? [];
  if (versions.length > 0 && !Overwrite) return failure('ParameterAlreadyExists');
  if (Buffer.byteLength(Value) > (Tier === 'Advanced' ? 8192 : 4096)) return failure('ValidationException');
  const version = (versions.at(-1)?.Version ?? 0) + 1;
  const who = 'arn:aws:iam::111122223333:user/ann';
  versions.push({ Name, Value, Type, Version: version, LastModifiedDate: 1_767_225_600 + version, LastModifiedUser: who });
  parameters.set(Name, versions.slice(-keptVersions));
  return [200, { Version: version, Tier }];
}

function describeStacks(outputs: Readonly<Record<string, string>>): string {
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  const stack = `<member><StackName>s</StackName><Outputs>${members.join('')}</Outputs></member>`;
  return `<DescribeStacksResponse><DescribeStacksResult><Stacks>${stack}</Stacks></DescribeStacksResult></DescribeStacksResponse>`;
}

/** Points the AWS SDK to the emulator, in this process. */
export function useEmulator({ host }: Local): void {
  const own = { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  Object.assign(process.env, own, { AWS_ENDPOINT_URL_SSM: `http://${host}`, AWS_ENDPOINT_URL_CLOUDFORMATION: `http://${host}` });
}
