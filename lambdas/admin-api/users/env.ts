import * as z from 'zod';
import { operatorEnvironment } from '../../shared/http/operator-environment';

export const environmentSchema = operatorEnvironment.extend({
  /** Pool of the operators. */
  USER_POOL_ID: z.string(),
  REGISTRY_TABLE_NAME: z.string(),
});
