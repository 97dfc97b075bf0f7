import * as z from 'zod';
import { JSON_LIMITS } from '../../http/json-body';
import { json } from '../admin-api';
import { errorSchema } from '../admin-api-responses';
import { ADMIN_API_ROUTES, type AdminApiFunction, PUBLIC_FUNCTIONS, partsOf } from '../admin-api-routes';
import { statesInQuery, tiersInQuery } from '../tenant-pages';
import { TIERS, tierSchema } from '../tiers';
import { OPERATIONS, type Operation, PATH_PARAMETERS, QUERY_PARAMETERS } from './operations';

type JsonSchema = Record<string, unknown>;

const JSON_REF = { $ref: '#/components/schemas/Json' };

/** The Admin API as an OpenAPI 3.1 document, made from the schemas that check its requests. */
export function adminApiDocument(): JsonSchema {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, routes] of Object.entries(ADMIN_API_ROUTES) as [AdminApiFunction, readonly string[]][]) {
    for (const route of routes) {
      const { method, path } = partsOf(route);
      paths[path] = {
        ...paths[path],
        [method.toLowerCase()]: describe(name, route as keyof typeof OPERATIONS),
      };
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Admin API',
      version: '1.0.0',
      description: 'Tenants, their registrations and workflow executions, and the operators who manage them.',
      license: { name: 'MIT-0', identifier: 'MIT-0' },
    },
    servers: [
      {
        url: '{endpoint}',
        variables: { endpoint: { default: '/', description: 'controlPlaneAPIEndpoint' } },
      },
    ],
    security: [{ operator: [] }],
    paths,
    components: {
      securitySchemes: {
        operator: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'Access or ID token of an operator. SystemAdmin reads and writes, CustomerSupport reads.',
        },
      },
      schemas: { Json: anyJson(), Error: schemaOf(errorSchema) },
    },
  };
}

function describe(name: AdminApiFunction, route: keyof typeof OPERATIONS): JsonSchema {
  const operation: Operation = OPERATIONS[route];
  const open = PUBLIC_FUNCTIONS.includes(name);
  return {
    operationId: operation.id,
    tags: [name],
    summary: operation.summary,
    ...(open ? { security: [] } : {}),
    parameters: parametersOf(route, operation),
    ...(operation.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(operation.body) } },
          },
        }
      : {}),
    responses: {
      [operation.status ?? 200]: {
        description: 'Done',
        content: { 'application/json': { schema: answerOf(operation, open) } },
      },
      ...(operation.accepted
        ? {
            202: {
              description: 'Not done yet; ask again later',
              content: {
                'application/json': { schema: answerOf({ ...operation, answer: operation.accepted }, open) },
              },
            },
          }
        : {}),
      ...errorsOf(operation, open),
    },
  };
}

function parametersOf(route: keyof typeof OPERATIONS, { list }: Operation): JsonSchema[] {
  const inPath = [...route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: schemaOf(PATH_PARAMETERS[name] ?? z.string()),
  }));
  const inQuery = Object.entries(QUERY_PARAMETERS[route] ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    schema: schemaOf(schema),
  }));
  const paging = [
    { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: list, default: 10 } },
    {
      name: 'next_token',
      in: 'query',
      description: 'From the page before of the same list.',
      schema: { type: 'string' },
    },
  ];
  return [...inPath, ...inQuery, ...(list ? paging : [])];
}

function answerOf({ answer, list, counted }: Operation, open: boolean): JsonSchema {
  const item = schemaOf(answer, 'output');
  if (open) return item;
  return {
    type: 'object',
    properties: {
      data: list ? { type: 'array', items: item } : item,
      ...(list ? { next_token: { type: 'string', description: 'Absent on the last page.' } } : {}),
      ...(counted
        ? { total: { type: 'integer', description: 'Of all pages; only where filtered or sorted.' } }
        : {}),
    },
    required: ['data'],
    additionalProperties: false,
  };
}

function errorsOf({ body, errors }: Operation, open: boolean): Record<string, unknown> {
  const described: Record<number, string | undefined> = {
    400: 'The request does not fit; the message begins with the name of the field.',
    401: open ? undefined : 'No valid token.',
    403: open ? undefined : "The operator's role does not allow this.",
    404: errors?.[404],
    409: errors?.[409],
    413: body ? 'The body is too large, or too large together with what is stored.' : undefined,
    429: 'Too many requests.',
    500: 'A fault; the log has it under the request id.',
    503: 'Not possible at the moment; the same request again finishes the job.',
  };
  return Object.fromEntries(
    Object.entries(described)
      .filter(([, description]) => description !== undefined)
      .map(([status, description]) => [
        status,
        {
          description,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
        },
      ]),
  );
}

/** A zod schema as JSON Schema 2020-12, which OpenAPI 3.1 uses as it is. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output' = 'input'): JsonSchema {
  const made = z.toJSONSchema(schema, {
    io,
    // What transforms: its input is described, see tiers.
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema === (json as unknown)) replaceBy(jsonSchema, JSON_REF);
      if (io === 'input' && (zodSchema._zod.def as { catchall?: unknown }).catchall === json)
        limit(jsonSchema);
      if (zodSchema === (tierSchema as unknown)) {
        replaceBy(jsonSchema, { type: 'string', pattern: `^${ANY_TIER}$` });
      }
      if (zodSchema === (tiersInQuery as unknown)) jsonSchema.pattern = `^${ANY_TIER}(,${ANY_TIER})*$`;
      if (zodSchema === (statesInQuery as unknown)) jsonSchema.pattern = '^[^,]+(,[^,]+)*$';
    },
  }) as JsonSchema;
  const { $schema: _dialect, $defs: _definitions, ...rest } = made;
  return pointToJson(rest) as JsonSchema;
}

const anyCase = (word: string): string =>
  [...word].map((letter) => `[${letter}${letter.toLowerCase()}]`).join('');

const ANY_TIER = `(${TIERS.map(anyCase).join('|')})`;

function replaceBy(target: object, source: object): void {
  for (const key of Object.keys(target)) delete (target as JsonSchema)[key];
  Object.assign(target, source);
}

/** Says of an object that takes any JSON which of it is refused; see readJsonBody. */
function limit(schema: { propertyNames?: unknown; maxProperties?: number }): void {
  const { keys, maxProperties } = JSON_LIMITS;
  const reserved = (schema.propertyNames as { not?: { enum: string[] } } | undefined)?.not?.enum ?? [];
  schema.propertyNames = { ...keys, not: { enum: [...keys.not.enum, ...reserved] } };
  schema.maxProperties = maxProperties;
}

/** Any JSON is the one recursive schema: what zod refers to as a definition of its own is the shared one. */
function pointToJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointToJson);
  if (typeof value !== 'object' || value === null) return value;
  if ('$ref' in value && String(value.$ref).startsWith('#/$defs/')) return JSON_REF;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, pointToJson(item)]));
}

function anyJson(): JsonSchema {
  return {
    description:
      'Any JSON value, kept as it came. Not deeper than 16 levels; no number nearer to 0 than 10^-129.',
    type: ['object', 'array', 'string', 'number', 'boolean', 'null'],
    ...JSON_LIMITS.numbers,
    items: JSON_REF,
    maxProperties: JSON_LIMITS.maxProperties,
    propertyNames: JSON_LIMITS.keys,
    additionalProperties: JSON_REF,
  };
}
