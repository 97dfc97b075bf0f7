import type { LockedPackage } from './locked-packages';

/** The parts of a CycloneDX document that are read here. */
export interface Sbom {
  metadata?: { component?: { 'bom-ref': string } };
  components: { 'bom-ref': string; licenses?: unknown[] }[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

/** `name@version` of a component; one that is installed in two places has a path behind it. */
export const packageOf = (ref: string): string => ref.replace(/\|.*$/, '');

/**
 * The bill without what is needed only to build and to test. npm's own `--omit dev` is no help: it also leaves out what
 * is shipped and that a development dependency happens to need too, zod for one (npm 11.19).
 */
export function onlyShipped<S extends Sbom>(bill: S, packages: readonly LockedPackage[]): S {
  const shipped = new Set(
    packages.filter(({ dev }) => !dev).map(({ name, version }) => `${name}@${version}`),
  );
  const own = bill.metadata?.component?.['bom-ref'];
  const isIn = (ref: string) => ref === own || shipped.has(packageOf(ref));
  return {
    ...bill,
    components: bill.components.filter((component) => isIn(component['bom-ref'])),
    dependencies: bill.dependencies
      .filter(({ ref }) => isIn(ref))
      .map(({ dependsOn, ...of }) => ({ ...of, dependsOn: dependsOn.filter(isIn) })),
  };
}
