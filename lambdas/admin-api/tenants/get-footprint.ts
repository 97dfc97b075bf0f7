import { nameOfExecution } from '../../shared/contracts/identifiers';
import type { LedgerEntry, ReceiptLine } from '../../shared/contracts/registry-items';
import type { FootprintView } from '../../shared/contracts/tenant-pages';
import { NotFoundError } from '../../shared/errors';
import type { RegistryContext } from '../../shared/registry/client';
import { readLedger } from '../../shared/registry/ledger';
import { getRegistration, getTenant } from '../../shared/registry/registrations';
import { resourcePage } from './resource-pages';

/**
 * What a tenant has, from its ledger; of a deleted one, from the receipt that has taken the ledger's place. Neither
 * holds a secret: an API key stands there by its id.
 *
 * @throws NotFoundError for an unknown registration
 */
export async function getFootprint(
  registry: RegistryContext,
  registrationId: string,
): Promise<FootprintView> {
  const registration = await getRegistration(registry, registrationId);
  if (!registration) throw new NotFoundError('Tenant registration not found');
  const [tenant, ledger] = await Promise.all([
    getTenant(registry, registration.tenantId),
    readLedger(registry, registration.tenantId),
  ]);
  if (!tenant) throw new NotFoundError('Tenant registration not found');
  const { receipt } = registration;
  const { cellId, slot } = tenant.placement;
  return {
    tenantId: tenant.tenantId,
    tenantName: tenant.tenantName,
    tier: tenant.tier,
    ...(cellId ? { cellId } : {}),
    ...(slot === undefined ? {} : { slot }),
    ...urlOf(tenant.tenantConfig),
    resources: [
      ...ledger.map(entryView),
      ...(ledger.length === 0 && receipt
        ? receipt.resources.map((line) => lineView(line, receipt.executionArn))
        : []),
    ],
  };
}

type ResourceView = FootprintView['resources'][number];

function entryView({ executionArn, ...entry }: LedgerEntry): ResourceView {
  const { type, name, state, arn, plannedAt, createdAt, deletedAt, count } = entry;
  const consoleUrl = arn && state !== 'deleted' ? resourcePage(type, arn, executionArn) : undefined;
  return {
    ...{ type, name, state, plannedAt, details: { ...entry.details } },
    ...(arn ? { arn } : {}),
    ...(consoleUrl ? { consoleUrl } : {}),
    ...(createdAt ? { createdAt } : {}),
    ...(deletedAt ? { deletedAt } : {}),
    ...(count === undefined ? {} : { count }),
    executionName: nameOfExecution(executionArn),
  };
}

const lineView = (
  { type, name, arn, createdAt, deletedAt, count }: ReceiptLine,
  by: string,
): ResourceView => ({
  ...{ type, name, state: 'deleted' as const, details: {}, plannedAt: createdAt ?? deletedAt, deletedAt },
  ...(arn ? { arn } : {}),
  ...(createdAt ? { createdAt } : {}),
  ...(count === undefined ? {} : { count }),
  executionName: nameOfExecution(by),
});

/** A foreign plane may have written anything there. */
function urlOf(tenantConfig: string | undefined): { apiGatewayUrl?: string } {
  try {
    const { apiGatewayUrl } = (JSON.parse(tenantConfig ?? '{}') ?? {}) as { apiGatewayUrl?: unknown };
    return typeof apiGatewayUrl === 'string' ? { apiGatewayUrl } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
