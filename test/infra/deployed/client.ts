/** The smallest client of Lambda's Runtime API: loads the handler, asks for events, posts answers. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { AWS_LAMBDA_RUNTIME_API: api, _HANDLER: handlerName = '', LAMBDA_TASK_ROOT: root = '' } = process.env;
const runtime = `http://${api}/2018-06-01/runtime`;
const [file = '', name = ''] = handlerName.split('.');

const post = (path: string, value: unknown): Promise<Response> =>
  fetch(`${runtime}/${path}`, { method: 'POST', body: JSON.stringify(value) });

const loaded = (await import(pathToFileURL(join(root, `${file}.mjs`)).href)) as Record<
  string,
  (event: unknown, context: object) => Promise<unknown>
>;
const handler = loaded[name];
if (handler === undefined) {
  await post('init/error', { errorType: 'Runtime.HandlerNotFound' });
  process.exit(1);
}

for (;;) {
  const next = await fetch(`${runtime}/invocation/next`);
  const id = next.headers.get('lambda-runtime-aws-request-id') ?? '';
  const deadlineMs = Number(next.headers.get('lambda-runtime-deadline-ms'));
  const context = { awsRequestId: id, getRemainingTimeInMillis: () => deadlineMs - Date.now() };
  try {
    await post(`invocation/${id}/response`, (await handler(await next.json(), context)) ?? null);
  } catch (error) {
    await post(`invocation/${id}/error`, { errorType: 'Error', errorMessage: String(error) });
  }
}
