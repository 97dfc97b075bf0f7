import Ajv from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { tenantApiDocument } from '../../app-services/openapi/document';

interface Answer {
  statusCode: number;
  headers: Record<string, unknown>;
  body: string;
}
interface Described {
  $ref?: string;
  headers?: Record<string, { $ref?: string; required?: boolean; schema?: object }>;
  content?: Record<string, { schema: object }>;
}
interface DescribedOperation {
  operationId: string;
  responses: Record<string, Described>;
}

const document = tenantApiDocument();
const ajv = addFormats(new Ajv({ strict: false }));
ajv.addSchema(document, 'document');

function resolve<T extends { $ref?: string }>(value: T): T {
  if (!value.$ref) return value;
  return value.$ref
    .split('/')
    .slice(1)
    .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document) as T;
}

/** Every operation of the tenant API, by its id. */
export const operations = new Map(
  Object.values(document.paths as Record<string, Record<string, DescribedOperation>>).flatMap((methods) =>
    Object.values(methods)
      .filter(({ operationId }) => operationId)
      .map((operation) => [operation.operationId, operation] as const),
  ),
);

/** What of an answer is not as the tenant API's document says; empty when all is. */
export function deviations(operationId: string, { statusCode, headers, body }: Answer): string[] {
  const described = operations.get(operationId)?.responses[statusCode];
  if (!described) return [`${operationId}: ${statusCode} is not described`];
  const { content, headers: describedHeaders = {} } = resolve(described);
  const found: string[] = [];
  for (const [name, header] of Object.entries(describedHeaders)) {
    const { required, schema = {} } = resolve(header);
    const value = headers[name.toLowerCase()];
    if (value === undefined && required) found.push(`${operationId} ${statusCode}: no ${name}`);
    if (value !== undefined && !ajv.validate(schema, value))
      found.push(`${operationId} ${statusCode}: ${name}: ${value} ${ajv.errorsText()}`);
  }
  const schema = content?.['application/json']?.schema;
  if (!schema) return body === '' ? found : [...found, `${operationId} ${statusCode}: a body`];
  if (!String(headers['content-type']).startsWith('application/json'))
    found.push(`${operationId} ${statusCode}: is ${headers['content-type']}`);
  if (!ajv.validate(pointToDocument(schema), JSON.parse(body)))
    found.push(`${operationId} ${statusCode}: ${ajv.errorsText()} in ${body}`);
  return found;
}

/** References of a part of the document are to the document. */
function pointToDocument(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/'));
}
