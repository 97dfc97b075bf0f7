import { z } from 'zod';
import { PATH_ID } from '../shared/http/item-id';
import { DEFAULT_LIMIT, MAX_LIMIT, MAX_TOKEN_LENGTH } from '../shared/http/paging';
import { userNameInPath } from '../users/user';
import { answersOf, SHARED_ANSWERS, SHARED_HEADERS } from './answers';
import { linksOf } from './links';
import { ANSWERS, OPERATIONS, type Operation, REQUESTS } from './operations';

export type Json = Record<string, unknown>;

/** The tenants' application as an OpenAPI 3.1 document, made from the schemas that check its requests. */
export function tenantApiDocument(): Json {
  const paths = Object.fromEntries(
    Object.entries(OPERATIONS).map(([path, operations]) => [
      path,
      {
        ...pathParametersOf(path),
        ...Object.fromEntries(
          Object.entries(operations).map(([method, operation]) => [method, describe(path, operation)]),
        ),
      },
    ]),
  );
  const named = (schemas: Record<string, z.ZodType>, io: 'input' | 'output') =>
    Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, schemaOf(schema, io)]));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tenant API',
      version: '1.0.0',
      description:
        "A tenant's orders, products, users and plan. Other methods of these paths answer 405 with `Allow`. Errors are " +
        '`{"message": …}`, which begins with the name of the field where one is wrong.',
      license: { name: 'MIT-0', identifier: 'MIT-0' },
    },
    servers: [
      {
        url: '{apiGatewayUrl}',
        variables: {
          apiGatewayUrl: { default: '/', description: "apiGatewayUrl of the tenant's `GET /tenant-config`" },
        },
      },
    ],
    security: [{ user: [] }],
    paths,
    components: {
      securitySchemes: {
        user: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: "ID token of a user of the tenant's pool.",
        },
      },
      headers: SHARED_HEADERS,
      responses: SHARED_ANSWERS,
      schemas: {
        ...named(REQUESTS, 'input'),
        ...named(ANSWERS, 'output'),
        Error: schemaOf(z.object({ message: z.string() }), 'output'),
      },
    },
  };
}

function describe(path: string, operation: Operation): Json {
  const parameters = [
    ...(operation.list ? LIST_PARAMETERS : []),
    ...(operation.errors?.[412] ? [IF_MATCH] : []),
  ];
  return {
    operationId: operation.id,
    tags: [path.split('/')[1]],
    summary: operation.summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(operation.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { $ref: `#/components/schemas/${operation.body}` } } },
          },
        }
      : {}),
    responses: answersOf(path, operation, linksOf(operation.id)),
  };
}

const IF_MATCH = {
  name: 'If-Match',
  in: 'header',
  description: 'The version that is expected: an ETag as it was given, or *.',
  schema: { type: 'string', pattern: '^("[\\x21\\x23-\\x7e]{0,64}"|\\*)$' },
};

const LIST_PARAMETERS = [
  {
    name: 'limit',
    in: 'query',
    schema: { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT },
  },
  {
    name: 'next_token',
    in: 'query',
    description: 'x-next-token of the page before of the same list; any other one is a 400.',
    schema: { type: 'string', minLength: 1, maxLength: MAX_TOKEN_LENGTH },
  },
];

function pathParametersOf(path: string): Json {
  const name = /\{(\w+)\}/.exec(path)?.[1];
  if (!name) return {};
  const user = name === 'userName';
  return {
    parameters: [
      {
        name,
        in: 'path',
        required: true,
        description: user ? 'The login name, which is the e-mail address.' : `tenantId:${name}`,
        schema: user ? schemaOf(userNameInPath, 'input') : { type: 'string', pattern: PATH_ID },
      },
    ],
  };
}

/**
 * A zod schema as JSON Schema 2020-12, which OpenAPI 3.1 uses as it is. `decimal` is a format of our validator's own;
 * to others it is said as the multiple that it stands for.
 */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...made } = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema: node }) => {
      const types = node.anyOf?.map((option) => option.type);
      if (types?.every((type) => typeof type === 'string')) {
        delete node.anyOf;
        (node as Json).type = types;
      }
      if (node.format === 'decimal') {
        delete node.format;
        node.multipleOf = 0.000001;
      }
    },
  }) as Json;
  return made;
}
