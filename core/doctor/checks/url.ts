import { escapeText } from '../../text.ts';
import { type Check, reconnect, webhookReference } from '../check.ts';

/** Ways in which a URL looks right and is not what is called. Its path holds the token: it is not repeated. */
const troubles: readonly (readonly [RegExp, string])[] = [
  [/\?/, 'the URL has a query string: API servers refuse it or drop it, and with it whatever it was to say'],
  [/#/, 'the URL has a fragment: API servers refuse it'],
  [/^[^/]*\/\/[^/]*@/, 'the URL has a user in it: API servers refuse it'],
  [/^(?!https:)/i, 'the URL is not https: API servers refuse it'],
  [
    /\/v1\/clusters\/(?![^/]+\/[\w-]{32,64}\/(admission|mutation)\/?($|[?#]))/,
    'the path is not /v1/clusters/CLUSTER/TOKEN/admission or .../mutation: it is answered 404 or 401',
  ],
];

export const url: Check = {
  id: 'url',
  summary: 'The URL is one that an API server refuses or the service does not answer.',
  reference: `${webhookReference}#url`,
  check: ({ webhooks }) =>
    webhooks.flatMap((webhook) =>
      troubles
        .filter(([pattern]) => webhook.url !== null && pattern.test(webhook.url))
        .map(([, detail]) => ({ severity: 'deny' as const, webhook: escapeText(webhook.name), detail, fix: reconnect })),
    ),
};
