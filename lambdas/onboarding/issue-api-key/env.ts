import * as z from 'zod';
import { TIERS } from '../../shared/contracts/tiers';
import { jsonOf } from '../../shared/environment';

export const environmentSchema = z.object({
  REGISTRY_TABLE_NAME: z.string(),
  /** One usage plan a tier, spanning all cells. */
  USAGE_PLAN_IDS: jsonOf(z.record(z.enum(TIERS), z.string())),
});
