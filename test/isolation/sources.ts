import type { Product } from '../builders/product';
import type { Attempt } from './attempts';
import type { Choice } from './choice';
import { credentialAttempts } from './credentials';
import { requestAttempts } from './requests';

/** Who makes attempts: each assembles tenants of its own. */
export const SOURCES: Record<string, (product: Product, choice: Choice) => Promise<Attempt[]>> = {
  requests: requestAttempts,
  credentials: credentialAttempts,
};
