import { UpdateUsageCommand } from '@aws-sdk/client-api-gateway';
import type { ExtendUsage, UsageExtended } from '../../shared/contracts/usage';
import { readUsage, type UsageDependencies } from '../../shared/usage/read-usage';
import { findMetered } from './get-usage';

/**
 * Adds requests to what is left of a tenant's quota today. API Gateway has it as a number that is set, not added to: of
 * two who extend in the same second one may be lost, as may a request that is made meanwhile.
 *
 * AWS calls: those of readUsage, and `apigateway:PATCH` on `/usageplans/<plan>/keys/<key>/usage`.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateUsage.html
 *
 * @throws NotFoundError, ConflictError see findMetered
 */
export async function extendUsage(
  deps: UsageDependencies,
  registrationId: string,
  { requests }: ExtendUsage,
): Promise<UsageExtended> {
  const { tenant, key } = await findMetered(deps, registrationId);
  const { today } = await readUsage(deps, tenant, key, 1);
  const remaining = today.remaining + requests;
  await deps.apiGateway.send(
    new UpdateUsageCommand({
      ...key,
      patchOperations: [{ op: 'replace', path: '/remaining', value: String(remaining) }],
    }),
  );
  return {
    date: today.date,
    remaining,
    message: `${remaining} requests are left today; tomorrow is as planned`,
  };
}
