/**
 * API Gateway's own errors as Kubernetes `Status` bodies, which every client of an API server can read. The texts are
 * constant: a message of the gateway's would repeat the path, which holds a token.
 */
import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';

type Answer = readonly [type: ResponseType, code: number, reason: string, message: string];

const answers: readonly Answer[] = [
  // What API Gateway says for a route that there is not, and for an unsigned call of an IAM route.
  [ResponseType.MISSING_AUTHENTICATION_TOKEN, 404, 'NotFound', 'there is no such path'],
  [ResponseType.RESOURCE_NOT_FOUND, 404, 'NotFound', 'there is no such path'],
  [ResponseType.BAD_REQUEST_BODY, 400, 'BadRequest', 'the body cannot be read'],
  [ResponseType.BAD_REQUEST_PARAMETERS, 400, 'BadRequest', 'a parameter cannot be read'],
  [ResponseType.UNAUTHORIZED, 401, 'Unauthorized', 'the caller is not known'],
  [ResponseType.ACCESS_DENIED, 403, 'Forbidden', 'the caller or its network may not call this path'],
  [ResponseType.EXPIRED_TOKEN, 403, 'Forbidden', 'the AWS signature has expired: sign again'],
  [ResponseType.INVALID_SIGNATURE, 403, 'Forbidden', 'the AWS signature is wrong: check key, region and service execute-api'],
  [ResponseType.WAF_FILTERED, 403, 'Forbidden', 'the web application firewall refused the request: too many from one address'],
  [ResponseType.REQUEST_TOO_LARGE, 413, 'RequestEntityTooLarge', 'the body is larger than 10 MB'],
  [ResponseType.UNSUPPORTED_MEDIA_TYPE, 415, 'UnsupportedMediaType', 'expected application/json; send a JSON body'],
  [ResponseType.THROTTLED, 429, 'TooManyRequests', 'more requests than the deployment allows'],
  [ResponseType.QUOTA_EXCEEDED, 429, 'TooManyRequests', 'more requests than the deployment allows'],
  [ResponseType.INTEGRATION_FAILURE, 504, 'Timeout', 'the function could not be reached'],
  [ResponseType.INTEGRATION_TIMEOUT, 504, 'Timeout', 'the function did not answer in time'],
];

/** What is named nowhere above keeps the code that API Gateway gives it. */
const others: readonly [ResponseType, string, string][] = [
  [ResponseType.DEFAULT_4XX, 'BadRequest', 'the request was refused before it reached the function'],
  [ResponseType.DEFAULT_5XX, 'InternalError', 'the request did not reach the function'],
];

export function addGatewayResponses(api: RestApi): void {
  for (const [type, code, reason, message] of answers)
    api.addGatewayResponse(type.responseType, { type, statusCode: String(code), templates: template({ reason, message, code }) });
  for (const [type, reason, message] of others)
    api.addGatewayResponse(type.responseType, { type, templates: template({ reason, message }) });
}

function template(tail: { readonly reason: string; readonly message: string; readonly code?: number }): Record<string, string> {
  const { message, reason, code } = tail;
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    ...(code === undefined ? {} : { code }),
  };
  return { 'application/json': JSON.stringify(status) };
}
