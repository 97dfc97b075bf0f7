import type { SFNClient } from '@aws-sdk/client-sfn';
import type { ExecutionSummary } from '../../shared/contracts/executions';
import { NotFoundError, ValidationError } from '../../shared/errors';
import { nextToken, type PageRequest } from '../../shared/http/paging';
import type { RegistryContext } from '../../shared/registry/client';
import { listExecutions as list } from '../../shared/registry/executions';
import { keys } from '../../shared/registry/keys';
import { getRegistration } from '../../shared/registry/registrations';
import { describe } from './describe';

/** A position outside the executions is no place to go on from: DynamoDB would refuse the query. */
const EXECUTION_KEY = /^EXECUTION#[\x21-\x7e]{1,200}$/;

/** Binds a page's token to the executions of one tenant. */
export const executionsList = (registrationId: string): string => `executions/${registrationId}`;

/**
 * A page of a tenant's executions, newest first, each with its present state.
 * @throws NotFoundError for an unknown registration
 */
export async function listExecutions(
  { registry, sfn }: { registry: RegistryContext; sfn: SFNClient },
  registrationId: string,
  { limit, from }: PageRequest,
): Promise<{ rows: ExecutionSummary[]; nextToken?: string }> {
  const registration = await getRegistration(registry, registrationId);
  if (!registration) throw new NotFoundError('Tenant registration not found');
  if (from !== undefined && !EXECUTION_KEY.test(from)) {
    throw new ValidationError('next_token', 'is not a token of this list; leave it out to begin anew');
  }
  const { pk } = keys.tenant(registration.tenantId);
  const { executions, next } = await list(
    registry,
    registration.tenantId,
    limit,
    from === undefined ? undefined : { pk, sk: from },
  );
  const rows: ExecutionSummary[] = [];
  // Step Functions describes 15 executions a second for long, 300 at once: ten by ten keeps clear of both.
  for (let start = 0; start < executions.length; start += 10) {
    const described = await Promise.all(
      executions.slice(start, start + 10).map((record) => describe(sfn, record)),
    );
    rows.push(...described.map(({ summary }) => summary));
  }
  return {
    rows,
    nextToken: nextToken(executionsList(registrationId), next && String(next.sk)),
  };
}
