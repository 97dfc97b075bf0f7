import type { Asked } from './asked';

/** A difference between the evaluators that is understood. One that no longer differs is taken out. */
export interface Explained {
  why: string;
  fits(cell: Asked): boolean;
}

export const EXPLAINED: readonly Explained[] = [];
