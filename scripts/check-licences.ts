/** Whether every package of the lock file may be used under its licence: `npm run check:licences`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemsOf } from './supply-chain/licences';
import { type Lock, lockedPackages } from './supply-chain/locked-packages';

const lock = JSON.parse(readFileSync(join(__dirname, '../package-lock.json'), 'utf8')) as Lock;
const packages = lockedPackages(lock);
const problems = problemsOf(packages);
for (const problem of problems) console.error(problem);
const shipped = packages.filter(({ dev }) => !dev).length;
if (problems.length > 0) {
  console.error(`${problems.length} problems; see scripts/supply-chain/licences.ts`);
  process.exit(1);
}
console.log(`licences of ${packages.length} packages are allowed, ${shipped} of them shipped`);
