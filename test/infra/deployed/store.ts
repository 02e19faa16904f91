/** As much of Parameter Store as the function asks: `GetParameters`, limited to what the role may read. */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Local, listen } from './listen.ts';

export interface Store extends Local {
  /** Every name that was asked for. */
  readonly asked: ReadonlySet<string>;
}

export async function parameterStore(values: Readonly<Record<string, string>>, readable: readonly string[]): Promise<Store> {
  const asked = new Set<string>();
  const answer = (target: unknown, names: readonly string[]): [number, object] => {
    for (const name of names) asked.add(name);
    if (target !== 'AmazonSSM.GetParameters') return [400, { __type: 'UnknownOperationException' }];
    // IAM refuses the whole call when one name is not allowed.
    if (names.some((name) => !readable.includes(name))) return [400, { __type: 'AccessDeniedException', message: 'not authorized' }];
    const known = names.filter((name) => Object.hasOwn(values, name));
    const parameters = known.map((name) => ({ Name: name, Type: 'String', Value: values[name], Version: 1 }));
    return [200, { Parameters: parameters, InvalidParameters: names.filter((name) => !known.includes(name)) }];
  };
  const server = createServer(async (request, response) => {
    const [status, body] = answer(request.headers['x-amz-target'], JSON.parse(await text(request)).Names);
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  });
  return { ...(await listen(server)), asked };
}
