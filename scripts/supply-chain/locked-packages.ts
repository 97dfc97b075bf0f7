/** A package as the lock file has it. */
export interface LockedPackage {
  name: string;
  version: string;
  /** SPDX expression; absent where the lock tells none. */
  licence?: string;
  /** Whether it is needed only to build and to test. */
  dev: boolean;
}

export interface Lock {
  packages: Record<string, { version?: string; license?: string; dev?: boolean; link?: boolean }>;
}

/** Every package of a lock file, also those for other processors, which are not installed here. */
export const lockedPackages = ({ packages }: Lock): LockedPackage[] =>
  Object.entries(packages)
    .filter(([path, { link }]) => path !== '' && !link)
    .map(([path, { version = '', license, dev = false }]) => ({
      name: path.replace(/^.*node_modules\//, ''),
      version,
      dev,
      ...(license !== undefined && { licence: license }),
    }));
