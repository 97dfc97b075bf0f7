import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..');

/** Where a test file says on which port of this machine it starts something. */
const PORTS = /(?:useLocalAws\(|PORTS?\b[^=\n]*= \[?|\bport: |, )(\d{4,5})\b(?=[\],;) }])/g;

it('no two test files start something on the same port, since they may run at the same time', () => {
  const owners = new Map<string, string[]>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith('.test.ts')) continue;
    const file = join(entry.parentPath, entry.name);
    const lines = readFileSync(file, 'utf8').split('\n');
    const ports = lines
      .filter((line) => /useLocalAws\(|PORT\b.*= |port: /.test(line))
      .flatMap((line) => [...line.matchAll(PORTS)].map(([, port]) => port as string))
      .filter((port) => Number(port) > 4_000);
    for (const port of new Set(ports)) owners.set(port, [...(owners.get(port) ?? []), file]);
  }

  expect(owners.size).toBeGreaterThan(60);
  expect([...owners].filter(([, files]) => files.length > 1)).toEqual([]);
});
