/**
 * Writes the tenant API's OpenAPI document, from which clients are made.
 *
 * Usage: npm run openapi
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tenantApiDocument } from './document';

const file = join(__dirname, 'tenant-api.openapi.json');
writeFileSync(file, `${JSON.stringify(tenantApiDocument(), null, 2)}\n`);
console.log(`wrote ${file}`);
