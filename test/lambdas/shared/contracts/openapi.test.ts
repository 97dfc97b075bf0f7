import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADMIN_API_ROUTES } from '../../../../lambdas/shared/contracts/admin-api-routes';
import { adminApiDocument } from '../../../../lambdas/shared/contracts/openapi/document';

const FILE = join(__dirname, '../../../../lambdas/shared/contracts/admin-api.openapi.json');

describe('the OpenAPI document', () => {
  const document = JSON.parse(readFileSync(FILE, 'utf8'));

  it('is what its schemas say: run npm run openapi', () => {
    expect(document).toEqual(adminApiDocument());
  });

  it('has every route of the API, and no other', () => {
    const documented = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );

    expect(documented.sort()).toEqual(Object.values(ADMIN_API_ROUTES).flat().sort());
  });

  it('names every operation differently and resolves every reference', () => {
    const operations = Object.values<Record<string, { operationId: string }>>(document.paths).flatMap(
      (methods) => Object.values(methods).map(({ operationId }) => operationId),
    );
    const references = JSON.stringify(document).match(/"\$ref":"[^"]+"/g) ?? [];

    expect(new Set(operations).size).toBe(operations.length);
    expect(new Set(references)).toEqual(
      new Set(['"$ref":"#/components/schemas/Json"', '"$ref":"#/components/schemas/Error"']),
    );
    expect(Object.keys(document.components.schemas).sort()).toEqual(['Error', 'Json']);
  });

  it('asks for a token everywhere but where a login page calls', () => {
    const open = Object.entries<Record<string, { security?: unknown[] }>>(document.paths)
      .filter(([, methods]) => Object.values(methods).some(({ security }) => security?.length === 0))
      .map(([path]) => path);

    expect(document.security).toEqual([{ operator: [] }]);
    expect(open).toEqual(['/tenant-config', '/tenant-config/{tenantName}']);
  });
});
