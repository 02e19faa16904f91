/** A POST over HTTPS, to servers whose certificate nobody knows. */
import { request } from 'node:https';

/** `ca`: whom to trust; absent: anybody. */
export function postTls(url: string, body: string, ca?: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const trust = ca === undefined ? { rejectUnauthorized: false } : { ca };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent: false, ...trust }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as unknown }));
    });
    sent.on('error', reject).end(body);
  });
}
