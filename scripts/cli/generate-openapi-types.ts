/**
 * Writes the `openapi-types.ts` of those who call an API, from its OpenAPI file. A test compares them.
 *
 * Usage: npm run openapi:types
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import ts from 'typescript';

const root = join(__dirname, '../..');

const ADMIN_API = 'lambdas/shared/contracts/admin-api.openapi.json';

/** Who calls an API, by the API's OpenAPI file. `only` is for who calls one path of many. */
const CALLERS: { document: string; only?: string; folders: string[] }[] = [
  { document: ADMIN_API, folders: ['scripts/cli', 'app-services/admin-portal'] },
  {
    document: ADMIN_API,
    only: '/tenant-config/{tenantName}',
    folders: ['app-services/tenant-portal/tenant'],
  },
  { document: 'app-services/openapi/tenant-api.openapi.json', folders: ['app-services/tenant-portal'] },
];

/** TypeScript refuses a type that indexes its way to itself, and "any JSON value" tells no more than unknown. */
const ANY_JSON = '#/components/schemas/Json';

/** "At least one of these keys" would become a union with unknown, which is no type at all. */
const withoutRequirements = (key: string, value: unknown): unknown =>
  key === 'anyOf' && Array.isArray(value) && value.every((one) => Object.keys(one).join() === 'required')
    ? undefined
    : value;

async function typesOf(document: string, only?: string): Promise<string> {
  const api = JSON.parse(readFileSync(join(root, document), 'utf8'), withoutRequirements);
  if (only) api.paths = { [only]: api.paths[only] };
  const nodes = await openapiTS(api, {
    transform: (_schema, { path }) =>
      path === ANY_JSON ? ts.factory.createKeywordTypeNode(ts.SyntaxKind.UnknownKeyword) : undefined,
  });
  return `// Written by "npm run openapi:types" from ${document}; not to be edited.\n${astToString(nodes)}`;
}

/** Each file, as a path from the root, with what stands in it. */
export async function openapiTypes(): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const { document, only, folders } of CALLERS) {
    const types = await typesOf(document, only);
    for (const folder of folders) files[`${folder}/openapi-types.ts`] = types;
  }
  return files;
}

if (require.main === module) {
  void openapiTypes().then((files) => {
    for (const [file, types] of Object.entries(files)) writeFileSync(join(root, file), types);
  });
}
