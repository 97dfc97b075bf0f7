import { ResponseType, type RestApi } from 'aws-cdk-lib/aws-apigateway';

interface Answer {
  type: ResponseType;
  /** @default the type's own */
  statusCode?: string;
  /** @default what API Gateway says of the error */
  message?: string;
  headers?: Record<string, string>;
}

const ANSWERS: Answer[] = [
  { type: ResponseType.DEFAULT_4XX },
  // Also a load balancer that is not reached, or gives no answer within 29 s: each passes.
  { type: ResponseType.DEFAULT_5XX, headers: { 'Retry-After': '1' } },
  { type: ResponseType.UNAUTHORIZED, headers: { 'WWW-Authenticate': 'Bearer' } },
  // The authorizer could not decide: the keys or the registry were not to be had. Nobody is admitted then, and nobody
  // is told to sign in again; API Gateway would answer 500.
  ...[ResponseType.AUTHORIZER_FAILURE, ResponseType.AUTHORIZER_CONFIGURATION_ERROR].map((type) => ({
    type,
    statusCode: '503',
    message: 'Requests cannot be authorized at the moment; try again in a moment',
    headers: { 'Retry-After': '1' },
  })),
  // API Gateway's word for a path that it does not know, whatever the name says.
  {
    type: ResponseType.MISSING_AUTHENTICATION_TOKEN,
    statusCode: '404',
    message: 'There is nothing at this path',
  },
  // Only the answer to a wrong method has a template, so only a wrong method with another content type fails it.
  {
    type: ResponseType.UNSUPPORTED_MEDIA_TYPE,
    statusCode: '405',
    message: 'This method is not allowed here',
  },
  { type: ResponseType.THROTTLED, headers: { 'Retry-After': '1' } },
  // The day's quota is used up: it comes back at midnight UTC, so asking more than hourly is of no use.
  { type: ResponseType.QUOTA_EXCEEDED, statusCode: '429', headers: { 'Retry-After': '3600' } },
];

/** What the gateway says itself: always `{"message": …}`, always readable by a browser of another origin. */
export function addGatewayAnswers(api: RestApi, corsOrigin: string): void {
  for (const { type, statusCode, message, headers } of ANSWERS) {
    api.addGatewayResponse(`Answer-${type.responseType}`, {
      type,
      statusCode,
      responseHeaders: quoted({
        'Access-Control-Allow-Origin': corsOrigin,
        ...(headers?.['Retry-After'] && { 'Access-Control-Expose-Headers': 'Retry-After' }),
        ...headers,
      }),
      templates: {
        'application/json': `{"message":${message ? JSON.stringify(message) : '$context.error.messageString'}}`,
      },
    });
  }
}

/** A static value of a mapping stands in single quotes. */
export const quoted = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, `'${value}'`]));
