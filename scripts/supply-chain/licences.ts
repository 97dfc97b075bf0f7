import type { LockedPackage } from './locked-packages';

/** Licences that ask for no more than their text and a notice: what a product may be built of. */
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Python-2.0',
  'Zlib',
]);

/** A package, or all whose names begin so, that may be used to build and test, and why. */
export interface Exception {
  name: string | RegExp;
  /** Absent for a package of which the lock tells none. */
  licence?: string;
  because: string;
}

const BUILD_OF = (what: string) =>
  `Another platform's build of ${what}, of which the lock tells no licence; the package itself is checked.`;

/** Nothing of these is shipped: neither in the bundles of functions and services nor in the sites. */
export const DEV_ONLY: readonly Exception[] = [
  {
    name: /^@cloud-copilot\/iam-(policy|simulate|utils)$/,
    licence: 'AGPL-3.0-or-later',
    because: 'The second evaluator of policies runs in tests alone, unchanged, and serves nobody.',
  },
  {
    name: 'axe-core',
    licence: 'MPL-2.0',
    because: 'Finds barriers in the portals, in tests alone; its own files stay as they are.',
  },
  {
    name: /^lightningcss(-|$)/,
    licence: 'MPL-2.0',
    because: 'Vite minifies style sheets by it; what it writes is ours, its own files stay as they are.',
  },
  {
    name: 'caniuse-lite',
    licence: 'CC-BY-4.0',
    because: "A table of browsers' abilities that builds are looked up in; nothing of it is passed on.",
  },
  { name: /^@biomejs\/cli-/, because: BUILD_OF('@biomejs/biome') },
  { name: /^@oxc-parser\/binding-/, because: BUILD_OF('oxc-parser') },
  { name: /^@swc\/core-/, because: BUILD_OF('@swc/core') },
  { name: /^@unrs\/resolver-binding-/, because: BUILD_OF('unrs-resolver') },
];

/** What is wrong with the licences of packages, a line each; none when they may all be used. */
export function problemsOf(
  packages: readonly LockedPackage[],
  exceptions: readonly Exception[] = DEV_ONLY,
): string[] {
  const used = new Set<Exception>();
  const wrong = packages.filter((each) => {
    if (each.licence !== undefined && allows(each.licence)) return false;
    const exception = exceptions.find((candidate) => each.dev && isAbout(candidate, each));
    if (exception) used.add(exception);
    return !exception;
  });
  return [
    ...wrong.map(
      ({ name, version, licence = 'no licence', dev }) =>
        `${name}@${version} (${dev ? 'to build and test' : 'shipped'}): ${licence}`,
    ),
    ...exceptions
      .filter((exception) => !used.has(exception))
      .map(({ name }) => `the exception for ${name} is about no package: take it out`),
  ];
}

const isAbout = ({ name, licence }: Exception, each: LockedPackage): boolean =>
  (typeof name === 'string' ? name === each.name : name.test(each.name)) && licence === each.licence;

/** `(MIT OR GPL-3.0-or-later)`: one choice is enough; of `A AND B` both must be allowed. */
const allows = (expression: string): boolean =>
  expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => ALLOWED.has(licence)));
