/** In the place of the native part of AWS's runtime client, which takes a minute to compile: the same calls over node:http. */
const http = require('node:http');

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
let posted = Promise.resolve();

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const request = http.request({ agent, hostname, port, method, path: `/2018-06-01/runtime/invocation/${path}` }, (response) => {
      let bodyJson = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        bodyJson += chunk;
      });
      response.on('end', () => resolve({ bodyJson, headers: response.headers }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

module.exports = {
  initializeClient: () => undefined,
  next: async () => {
    await posted;
    return call('GET', 'next');
  },
  done: (id, body) => {
    posted = call('POST', `${id}/response`, body);
  },
  error: (id, body) => {
    posted = call('POST', `${id}/error`, body);
  },
};
