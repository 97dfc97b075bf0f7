import { findTenant } from '../admin-api/find-tenant';
import type { Context } from '../context';
import { notFound } from '../failure';
import { localTime } from '../output/text';

/** What was deleted of a tenant, and when: stays after the tenant is gone. */
export async function receipt(context: Context, reference: string): Promise<void> {
  const { terminal } = context;
  const api = await context.api();
  const { tenantName, tenantRegistrationId } = await findTenant(api, reference);
  const registration = await api.registration(tenantRegistrationId);
  const { receipt: found, registrationStatus } = registration;
  if (!found) {
    throw notFound(
      `${tenantName} has no receipt: it is "${registrationStatus}"`,
      `a receipt comes with the end of an offboarding: saas tenant watch ${tenantName}`,
    );
  }
  const table = await terminal.table(
    ['TYPE', 'NAME', 'MADE', 'DELETED', 'COUNT'],
    found.resources.map((line) => [
      line.type,
      line.name,
      line.createdAt || !line.plannedAt ? localTime(line.createdAt) : `planned ${localTime(line.plannedAt)}`,
      localTime(line.deletedAt),
      line.count,
    ]),
  );
  terminal.result({ tenantName, tenantRegistrationId, receipt: found }, () =>
    [
      terminal.facts([
        ['tenant', tenantName],
        ['completed', localTime(found.completedAt)],
        ['execution', found.executionArn],
        ['resources', found.resources.length],
        ['exported to', found.export && `s3://${found.export.bucket}/${found.export.manifestKey}`],
      ]),
      '',
      table,
    ].join('\n'),
  );
}
