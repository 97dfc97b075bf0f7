/**
 * The process that serves the portals of a start.
 *
 * Usage: main <file with the list of what to serve, as JSON>
 */
import { readFileSync } from 'node:fs';
import { type ServedPortal, servePortal } from './server';

async function main(): Promise<void> {
  const portals = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as ServedPortal[];
  for (const portal of portals) console.log(`${portal.folder} at ${(await servePortal(portal)).url}`);
}

main().catch((error: NodeJS.ErrnoException) => {
  console.error(error.message);
  process.exit(1);
});
