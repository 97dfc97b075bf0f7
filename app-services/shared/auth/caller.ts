import { z } from 'zod';
import { Forbidden } from '../http/errors';

export const ROLES = ['TenantAdmin', 'TenantUser'] as const;
export type Role = (typeof ROLES)[number];

/** Who calls, as the verified token says. Nothing of it comes from a header that a client or gateway can set. */
export interface Caller {
  tenantId: string;
  tenantName: string;
  tier: string;
  role: Role;
  /** Cognito's user name. */
  userName: string;
}

/** The claims that make a caller. The tenant id becomes a key, a session tag and part of paths: no odd characters. */
const claims = z.object({
  'custom:tenantId': z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  'custom:tenantTier': z.string().default(''),
  'custom:tenantName': z.string().default(''),
  'custom:userRole': z.enum(ROLES),
  'cognito:username': z.string().min(1),
});

/**
 * @param payload claims of a token that is verified already
 * @throws Forbidden naming the claim that is missing or not understood
 */
export function callerOf(payload: unknown): Caller {
  const result = claims.safeParse(payload);
  if (!result.success)
    throw new Forbidden(`token: ${String(result.error.issues[0]?.path[0])} is missing or not valid`);
  return {
    tenantId: result.data['custom:tenantId'],
    tenantName: result.data['custom:tenantName'],
    tier: result.data['custom:tenantTier'].toUpperCase(),
    role: result.data['custom:userRole'],
    userName: result.data['cognito:username'],
  };
}
