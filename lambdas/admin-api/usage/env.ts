import * as z from 'zod';
import { operatorEnvironment } from '../../shared/http/operator-environment';

export const environmentSchema = operatorEnvironment.extend({
  REGISTRY_TABLE_NAME: z.string(),
});
