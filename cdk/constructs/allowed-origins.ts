import type { Config } from '../config';

/**
 * Origins that browsers may call the APIs from. Portals with domains of their own are known before anything is
 * deployed, and nobody else is admitted. A name that CloudFront gives is known only after the APIs' own, which its
 * headers name in turn: any origin may call then. That gives nothing away, since tokens travel in a header that no
 * other site can make a browser send.
 */
export function allowedOrigins({ cors, portals: { admin, app } }: Config): {
  /** The tenants' portal asks it for a tenant's pool and gateway. */
  adminApi: string[];
  /** One, as the gateway's answers have it. */
  tenantApi: string;
} {
  const own = [admin, app].flatMap(({ domainName }) => (domainName ? [`https://${domainName}`] : []));
  const known = own.length === 2;
  return {
    adminApi: cors.adminOrigins ?? (known ? own : ['*']),
    tenantApi: cors.appOrigin ?? (known ? `https://${app.domainName}` : '*'),
  };
}
