import type { Control } from '../control';

const AUTHORIZER = 'lambdas/tenant-access/authorize-request';
const DECISIONS = ['test/lambdas/tenant-access/authorize-request.test.ts'];
const ROUTES = ['test/cdk/constructs/tenant-routes.test.ts'];

/** What the gateway and its authorizer refuse. */
export const GATEWAY: Control[] = [
  {
    what: 'A suspended or leaving tenant is refused',
    file: `${AUTHORIZER}/authorize-request.ts`,
    remove: "  if (access.status !== 'active') return policy('Deny', tenantId, resources);\n",
    tests: DECISIONS,
  },
  {
    what: 'A tenant that there is not is refused',
    file: `${AUTHORIZER}/authorize-request.ts`,
    remove: 'if (!access) throw new Unauthorized();',
    instead: "if (!access) return policy('Allow', tenantId, []);",
    tests: DECISIONS,
  },
  {
    what: 'A token that does not verify is refused',
    file: `${AUTHORIZER}/authorize-request.ts`,
    remove: 'if (!session) throw new Unauthorized();',
    instead: "if (!session) return policy('Allow', tenantId, resources);",
    tests: DECISIONS,
  },
  {
    what: 'Who has signed out is refused',
    file: `${AUTHORIZER}/authorize-request.ts`,
    remove: 'session.signedInAt < ',
    instead: '0 > ',
    tests: DECISIONS,
  },
  {
    what: 'A sign-out that is still to come keeps nobody out',
    file: `${AUTHORIZER}/authorize-request.ts`,
    remove: 'isTimeOfNow(notBefore) && ',
    instead: '',
    tests: DECISIONS,
  },
  {
    what: "What the pool's tasks write keeps no silo tenant's user out",
    file: `${AUTHORIZER}/sign-outs.ts`,
    remove: "ISOLATION[tier].silo ? 'silo' : 'pooled'",
    instead: "'pooled'",
    tests: DECISIONS,
  },
  {
    what: "A decision covers its own cell's stage alone",
    file: `${AUTHORIZER}/authorize-request.ts`,
    remove: "const [api, stage] = methodArn.split('/');",
    instead: "const [api, stage] = [methodArn.split('/')[0], '*'];",
    tests: DECISIONS,
  },
  {
    what: "Requests are metered by the tenant's own key",
    file: `${AUTHORIZER}/authorize-request.ts`,
    remove: '    usageIdentifierKey: access.apiKey,\n',
    tests: DECISIONS,
  },
  {
    what: 'The gateway takes no access token for an ID token',
    file: `${AUTHORIZER}/verify-token.ts`,
    remove: "claims.token_use !== 'id'",
    instead: 'false',
    tests: DECISIONS,
  },
  {
    what: 'The gateway takes tokens of RS256 only',
    file: `${AUTHORIZER}/verify-token.ts`,
    remove: "if (header.alg !== 'RS256') throw new NotOfCognito(`algorithm ${header.alg}`);",
    tests: DECISIONS,
  },
  {
    what: 'The gateway takes no token without an expiry',
    file: `${AUTHORIZER}/verify-token.ts`,
    remove: "if (typeof payload.exp !== 'number') throw new NotOfCognito('no expiry');",
    tests: DECISIONS,
  },
  {
    what: "The gateway takes no token of another client of the tenant's pool",
    file: `${AUTHORIZER}/verify-token.ts`,
    remove: 'audience: pool.appClientId',
    instead: 'audience: null',
    tests: DECISIONS,
  },
  {
    what: 'Of two Authorization headers none counts at the gateway',
    file: `${AUTHORIZER}/bearer-token.ts`,
    remove: '  if (others.length > 0 || named(multiValueHeaders).flat().length > 1) return undefined;\n',
    tests: DECISIONS,
  },
  {
    what: 'A key set that is old and cannot be renewed admits nobody',
    file: `${AUTHORIZER}/key-set-cache.ts`,
    remove: 'if (!usable) throw error;',
    tests: ['test/lambdas/tenant-access/key-set-cache.test.ts'],
  },
  {
    what: "A client's own tenantPath is overwritten",
    file: 'cdk/constructs/tenant-routes.ts',
    remove: "          [TENANT_PATH]: 'context.authorizer.tenantPath',\n",
    tests: ROUTES,
  },
  {
    what: 'Every method of a service has the authorizer',
    file: 'cdk/constructs/tenant-routes.ts',
    remove: `        authorizer,
        authorizationType: AuthorizationType.CUSTOM,
        // The key`,
    instead: `        authorizationType: AuthorizationType.NONE,
        // The key`,
    tests: ROUTES,
  },
  {
    what: 'Every method of a service is metered',
    file: 'cdk/constructs/tenant-routes.ts',
    remove: 'apiKeyRequired: true',
    instead: 'apiKeyRequired: false',
    tests: ROUTES,
  },
  {
    what: "Metering goes by the authorizer's key, not by a client's header",
    file: 'cdk/constructs/tenant-api.ts',
    remove: 'ApiKeySourceType.AUTHORIZER',
    instead: 'ApiKeySourceType.HEADER',
    tests: ROUTES,
  },
  {
    what: 'Clients speak TLS 1.2 or later',
    file: 'cdk/constructs/tenant-api.ts',
    remove: '    definition.securityPolicy = config.tlsPolicy;\n',
    tests: ['test/cdk/rules/network.test.ts'],
  },
  {
    what: 'No trace of the gateway holds addresses',
    file: 'cdk/constructs/tenant-api.ts',
    remove: 'tracingEnabled: false',
    instead: 'tracingEnabled: true',
    tests: ROUTES,
  },
  {
    what: 'The gateway logs no bodies and no headers',
    file: 'cdk/constructs/tenant-api.ts',
    remove: 'dataTraceEnabled: false',
    instead: 'dataTraceEnabled: true',
    tests: ROUTES,
  },
];
