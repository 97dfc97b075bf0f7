import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lock from '../../../package-lock.json';
import { packageOf, type Sbom } from '../../../scripts/supply-chain/bill-of-materials';
import { type Lock, lockedPackages } from '../../../scripts/supply-chain/locked-packages';

const root = join(__dirname, '../../..');

it('npm run sbom lists every package that is shipped, with version and licence, and none to build and test', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sbom-'));
  const file = join(folder, 'sbom.json');
  execFileSync(join(root, 'node_modules/.bin/tsx'), ['scripts/sbom.ts', file], { cwd: root });
  const bom = JSON.parse(readFileSync(file, 'utf8'));
  rmSync(folder, { recursive: true });

  const listed = (bom as Sbom).components;
  const shipped = lockedPackages(lock as Lock).filter(({ dev }) => !dev);
  expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.5' });
  expect([...new Set(listed.map((each) => packageOf(each['bom-ref'])))].sort()).toEqual(
    [...new Set(shipped.map(({ name, version }) => `${name}@${version}`))].sort(),
  );
  expect(listed.filter(({ licenses }) => !licenses?.length)).toEqual([]);
}, 60_000);
