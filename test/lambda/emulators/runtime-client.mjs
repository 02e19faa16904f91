/**
 * The smallest runtime client: asks for an event, calls the handler, answers. Plain JavaScript, so that a cold start measures the
 * handler and not its types: node runtime-client.mjs FILE-URL-OF-HANDLER
 */
const http = process.getBuiltinModule('node:http');
const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const base = '/2018-06-01/runtime';

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ agent, hostname, port, method, path: base + path }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ headers: response.headers, text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

const { handler } = await import(process.argv[2]);

for (;;) {
  const { headers, text } = await call('GET', '/invocation/next');
  const awsRequestId = headers['lambda-runtime-aws-request-id'];
  const deadlineMs = Number(headers['lambda-runtime-deadline-ms']);
  process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
  try {
    const answer = await handler(JSON.parse(text), { awsRequestId, getRemainingTimeInMillis: () => deadlineMs - Date.now() });
    await call('POST', `/invocation/${awsRequestId}/response`, JSON.stringify(answer ?? null));
  } catch (error) {
    await call('POST', `/invocation/${awsRequestId}/error`, JSON.stringify({ errorMessage: String(error) }));
  }
}
