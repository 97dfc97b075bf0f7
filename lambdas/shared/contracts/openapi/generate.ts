/**
 * Writes the Admin API's OpenAPI document beside the schemas that it is made from.
 *
 * Usage: npm run openapi
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { adminApiDocument } from './document';

const file = join(__dirname, '../admin-api.openapi.json');
writeFileSync(file, `${JSON.stringify(adminApiDocument(), null, 2)}\n`);
console.log(`wrote ${file}`);
