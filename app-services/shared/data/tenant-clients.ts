import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { BoundedCache } from '../bounded-cache';
import { assumeTenantRole } from './assume-tenant-role';
import { sharedRequestHandler } from './request-handler';
import { type AssumeTenantRole, TenantCredentials } from './tenant-credentials';

/** The DynamoDB client whose credentials reach the given tenant's items. */
export type ClientOfTenant = (tenantId: string) => DynamoDBClient;

/**
 * For a logger that takes `info`, even its own that does nothing, the SDK first copies every input and output without
 * their sensitive fields: a tenth of a request's work. So this one does not take any.
 */
const SILENT = { trace: ignore, debug: ignore, warn: ignore, error: ignore } as unknown as Logger;
type Logger = NonNullable<DynamoDBClientConfig['logger']>;

/** A client holds its signer's keys and memoized credentials, some 50 KB. */
const CLIENTS = 1000;

export interface TenantClientsConfig {
  region: string;
  serviceName: string;
  /** The data role to assume by tenant; without it the task's own role reaches the table (a silo's table). */
  tenantDataRoleArn?: string | undefined;
}

/** Clients by tenant where the table is shared, one client where it is not. Never a client by request. */
export function tenantClients(config: TenantClientsConfig): ClientOfTenant {
  const requestHandler = sharedRequestHandler();
  const settings: DynamoDBClientConfig = {
    region: config.region,
    requestHandler,
    maxAttempts: 3,
    // The chain of an operation's middleware is put together once, not for every request.
    cacheMiddleware: true,
    logger: SILENT,
  };
  const roleArn = config.tenantDataRoleArn;
  if (!roleArn) {
    const client = new DynamoDBClient(settings);
    return () => client;
  }
  const credentials = new TenantCredentials(
    onDemand(async () => {
      const { STSClient } = await import('@aws-sdk/client-sts');
      const sts = new STSClient({ region: config.region, requestHandler });
      return assumeTenantRole(sts, roleArn, config.serviceName);
    }),
  );
  const clients = new BoundedCache<DynamoDBClient>(CLIENTS);
  return (tenantId) => {
    const known = clients.get(tenantId);
    if (known) return known;
    const client = new DynamoDBClient({ ...settings, credentials: () => credentials.get(tenantId) });
    // A client that falls out is left to the garbage collector: `destroy` would close the connections of all.
    clients.set(tenantId, client);
    return client;
  };
}

/** Makes the STS client with the first tenant that needs it: it takes 20 ms, which a start need not wait for. */
function onDemand(make: () => Promise<AssumeTenantRole>): AssumeTenantRole {
  let made: Promise<AssumeTenantRole> | undefined;
  return async (tenantId) => {
    made ??= make();
    return (await made)(tenantId);
  };
}

function ignore(): void {}
