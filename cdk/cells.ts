import type { Places } from '../lambdas/shared/registry/admission';
import type { Config } from './config';

/** An ALB takes 100 target groups at most, 3 a silo tenant. */
export const SILO_SLOTS_OF_A_CELL = 33;
/** A cell is 64 resources, six of them with the rest 472; a CloudFormation stack holds 500. */
export const MOST_CELLS = 6;
/** The first cell also serves the pool, which takes one tenant's place. */
const SILO_SLOTS_BESIDE_THE_POOL = 32;

/** A cell's name and how many silo tenants it takes. */
export interface CellPlan {
  id: string;
  siloSlots: number;
}

/** The cells of a deployment; the first holds the pool. */
export const cellsOf = ({ cells }: Pick<Config, 'cells'>): [CellPlan, ...CellPlan[]] => {
  const [first, ...rest] = Array.from({ length: cells.count }, (_, index) => ({
    id: `cell-${index}`,
    siloSlots: Math.min(cells.siloSlots, index === 0 ? SILO_SLOTS_BESIDE_THE_POOL : SILO_SLOTS_OF_A_CELL),
  }));
  return [first as CellPlan, ...rest];
};

/** Where the registry may place tenants. */
export const placesOf = (config: Pick<Config, 'cells'>): Places => {
  const cells = cellsOf(config);
  return { poolCellId: cells[0].id, cells };
};

/** Prefix of the SSM parameters that describe the cells. */
export const cellParameterPrefix = ({ prefix }: Pick<Config, 'prefix'>): string => `/${prefix}/cells`;
