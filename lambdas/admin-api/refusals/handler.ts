import { apiHandler } from '../../shared/middleware/api';
import { refuse } from './refuse';

/** By itself API Gateway answers a wrong method as a wrong path. */
export const handler = apiHandler({
  $default: { access: 'public', run: async ({ path }) => refuse(path) },
});
