/**
 * Writes `openapi-types.ts` of the command line and of the admin portal, which are alike, from the Admin API's OpenAPI
 * file. A test compares them.
 *
 * Usage: npm run openapi:types
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';

const SOURCE = join(__dirname, '../../lambdas/shared/contracts/admin-api.openapi.json');
const TYPES_FILES = [
  join(__dirname, 'openapi-types.ts'),
  join(__dirname, '../../app-services/admin-portal/openapi-types.ts'),
];

/** TypeScript refuses a type that indexes its way to itself, and "any JSON value" tells no more than unknown. */
const ANY_JSON = '#/components/schemas/Json';

/** The types as TypeScript source. */
export async function openapiTypes(): Promise<string> {
  const document = JSON.parse(readFileSync(SOURCE, 'utf8'));
  const nodes = await openapiTS(document, {
    transform: (_schema, { path }) =>
      path === ANY_JSON ? ts.factory.createKeywordTypeNode(ts.SyntaxKind.UnknownKeyword) : undefined,
  });
  return `// Written by "npm run openapi:types" from the Admin API's OpenAPI file; not to be edited.\n${astToString(nodes)}`;
}

if (require.main === module) {
  void openapiTypes().then((source) => {
    for (const file of TYPES_FILES) writeFileSync(file, source);
  });
}
