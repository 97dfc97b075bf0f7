/**
 * Writes the bill of materials of what is shipped, CycloneDX 1.5 as npm makes it from the lock file: `npm run sbom`,
 * or `npm run sbom -- <file>`. Nothing is asked of the registry.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { onlyShipped, type Sbom } from './supply-chain/bill-of-materials';
import { type Lock, lockedPackages } from './supply-chain/locked-packages';

const root = join(__dirname, '..');
const file = resolve(root, process.argv[2] ?? 'dist/sbom.cdx.json');
const text = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  stdio: ['ignore', 'pipe', 'inherit'],
});
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
const bill = onlyShipped(JSON.parse(text) as Sbom, lockedPackages(lock));
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, JSON.stringify(bill, null, 2));
console.log(`${file}: ${bill.components.length} components`);
