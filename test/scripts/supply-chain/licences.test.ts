import lock from '../../../package-lock.json';
import { DEV_ONLY, problemsOf } from '../../../scripts/supply-chain/licences';
import { type Lock, type LockedPackage, lockedPackages } from '../../../scripts/supply-chain/locked-packages';

const of = (licence: string | undefined, more: Partial<LockedPackage> = {}): LockedPackage => ({
  name: 'a-package',
  version: '1.0.0',
  dev: false,
  ...(licence !== undefined && { licence }),
  ...more,
});

describe('licences', () => {
  it('of every package of ours may be used', () => {
    const packages = lockedPackages(lock as Lock);

    expect(packages.length).toBeGreaterThan(500);
    expect(problemsOf(packages)).toEqual([]);
  });

  it.each(['MIT', '(MIT OR GPL-3.0-or-later)', 'MIT AND Zlib', '(MIT AND Zlib)'])('may be %s', (licence) => {
    expect(problemsOf([of(licence)], [])).toEqual([]);
  });

  it.each(['GPL-3.0-only', 'AGPL-3.0-or-later', 'MIT AND GPL-2.0-only', 'UNLICENSED', undefined])(
    'may not be %s',
    (licence) => {
      expect(problemsOf([of(licence)], [])).toEqual([
        `a-package@1.0.0 (shipped): ${licence ?? 'no licence'}`,
      ]);
    },
  );

  it('that an exception is about may be used to build and test, and not be shipped', () => {
    const exceptions = [{ name: 'a-package', licence: 'AGPL-3.0-or-later', because: 'a reason' }];

    expect(problemsOf([of('AGPL-3.0-or-later', { dev: true })], exceptions)).toEqual([]);
    expect(problemsOf([of('AGPL-3.0-or-later')], exceptions)).toContain(
      'a-package@1.0.0 (shipped): AGPL-3.0-or-later',
    );
    expect(problemsOf([of('GPL-3.0-only', { dev: true })], exceptions)).toContain(
      'a-package@1.0.0 (to build and test): GPL-3.0-only',
    );
  });

  it('have no exception that is about nothing, and none without a reason', () => {
    expect(problemsOf([], [{ name: 'gone', because: 'a reason' }])).toEqual([
      'the exception for gone is about no package: take it out',
    ]);
    for (const { because } of DEV_ONLY) expect(because).toMatch(/\w{3}.* .*\./);
  });
});
