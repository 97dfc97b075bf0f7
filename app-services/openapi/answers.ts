import type { Operation } from './operations';

type Json = Record<string, unknown>;

const text = (description: string, more: Json = {}) => ({
  description,
  schema: { type: 'string', ...more },
});

export const SHARED_HEADERS: Record<string, Json> = {
  ETag: text('The version of the item, for If-Match.', { pattern: '^"\\d+"$' }),
  Link: text('Where the next page is (RFC 8288), relative to this list; absent on the last page.', {
    pattern: '^<\\?limit=\\d+&next_token=[^>]+>; rel="next"$',
  }),
  'x-next-token': text('next_token of the next page; absent on the last page.'),
  'x-request-id': text('Under which the log has the request.'),
  'Retry-After': text('Seconds after which to try again.', { pattern: '^\\d+$' }),
  'WWW-Authenticate': text('How to authenticate.', { const: 'Bearer' }),
  Allow: text('Methods of this path.'),
};

const header = (name: string, required = false) => ({
  [name]: required ? { required, ...SHARED_HEADERS[name] } : { $ref: `#/components/headers/${name}` },
});

const ERROR = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } };
const failure = (description: string, headers?: Json) => ({
  description,
  ...(headers && { headers }),
  ...ERROR,
});

/** Answers that say the same wherever they are given. */
export const SHARED_ANSWERS: Record<string, Json> = {
  BadRequest: failure('The request does not fit; the message begins with the name of the field.'),
  Unauthorized: failure('No valid token.', header('WWW-Authenticate', true)),
  Forbidden: failure('The tenant is suspended or gone, or its plan has ended.'),
  NotAdmin: failure('The caller may not do this, or the tenant is suspended or gone.'),
  MethodNotAllowed: failure('Another method than those described.', header('Allow')),
  TooLarge: failure('The body is larger than 256 KB.'),
  NotJson: failure('The body is not application/json.'),
  HeadTooLarge: failure('Path, query and headers are longer than 16 KB.'),
  TooManyRequests: failure(
    'The tenant sends more than its plan allows, or has too many requests under way.',
    header('Retry-After', true),
  ),
  Fault: failure('A fault; the log has it under the request id.'),
  BadGateway: failure('The service gave no answer.', header('Retry-After')),
  Unavailable: failure('Not possible at the moment; the same request may pass soon.', header('Retry-After')),
  Timeout: failure('No answer within 29 seconds.', header('Retry-After')),
};

const shared = (name: keyof typeof SHARED_ANSWERS) => ({ $ref: `#/components/responses/${name}` });

/** Every answer of an operation, by status. */
export function answersOf(path: string, operation: Operation, links: Json | undefined): Json {
  const { body, errors = {} } = operation;
  const isUsers = path.startsWith('/users');
  return {
    ...success(operation, links),
    400: shared('BadRequest'),
    401: shared('Unauthorized'),
    403: shared(isUsers ? 'NotAdmin' : 'Forbidden'),
    ...Object.fromEntries(
      Object.entries(errors).map(([status, description]) => [status, failure(description)]),
    ),
    ...(body ? { 413: shared('TooLarge'), 415: shared('NotJson') } : {}),
    429: shared('TooManyRequests'),
    431: shared('HeadTooLarge'),
    500: shared('Fault'),
    502: shared('BadGateway'),
    503: shared('Unavailable'),
    504: shared('Timeout'),
  };
}

function success({ answer, list, created, versioned, ofGateway }: Operation, links: Json | undefined): Json {
  if (!answer) return { 204: { description: 'Done', headers: header('x-request-id', true) } };
  const item = { $ref: `#/components/schemas/${answer}` };
  return {
    [created ? 201 : 200]: {
      description: list ? 'A page' : 'Done',
      headers: {
        ...(!ofGateway && header('x-request-id', true)),
        ...(versioned && header('ETag', true)),
        ...(list && { ...header('Link'), ...header('x-next-token') }),
      },
      content: { 'application/json': { schema: list ? { type: 'array', items: item } : item } },
      ...(links && { links }),
    },
  };
}
