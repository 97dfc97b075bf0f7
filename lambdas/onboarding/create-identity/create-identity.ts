import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { placeOf, userPoolArn } from '../../shared/aws/place';
import { footprintName, normalizeEmail } from '../../shared/contracts/identifiers';
import type { SignIn } from '../../shared/contracts/sign-in';
import type { Identity, NamedTenant, OnboardingPlan } from '../../shared/contracts/workflow';
import { RegistrationMismatchError } from '../../shared/errors';
import { findUserPool, findUserPoolClient } from '../../shared/footprint/user-pool';
import type { RegistryContext } from '../../shared/registry/client';
import { planResources, recordCreated } from '../../shared/registry/ledger';
import { getTenant } from '../../shared/registry/registrations';
import { createAdministrator } from './administrator';
import { createUserPool, createUserPoolClient, offerSecondFactor } from './user-pool';

export interface IdentityDependencies {
  cognito: CognitoIdentityProviderClient;
  /**
   * Repeats only what AWS refused (ONCE_SETTINGS): AWS makes a second pool or client of the same name, so a try whose reply
   * was lost has to look first, which the step does when the state machine tries it again.
   */
  creating: CognitoIdentityProviderClient;
  registry: RegistryContext;
  sharedPool: Identity;
  /** How users of tenants' own pools sign in. */
  signIn: SignIn;
}

/**
 * Gives the tenant its administrator: in the shared pool, or in a user pool of the tenant's own with an app client.
 *
 * AWS calls, pooled: `cognito-idp:AdminCreateUser` (`AdminGetUser` when the mailbox is there). Silo:
 * `cognito-idp:CreateUserPool`, `CreateUserPoolClient`, `AdminCreateUser`, `TagResource`, and `SetUserPoolMfaConfig`
 * where a second factor is configured; on a further try
 * `ListUserPools`, `ListUserPoolClients`, `AdminGetUser` first. Registry: GetItem (tenant), PutItem, UpdateItem (ledger).
 *
 * @throws RegistrationMismatchError when the registry does not have the tenant any more
 * @throws AdminEmailTakenError when the mailbox belongs to another tenant of the shared pool
 */
export const createIdentity =
  (deps: IdentityDependencies) =>
  async ({ plan }: { plan: OnboardingPlan }): Promise<Identity> =>
    plan.silo ? createOwnPool(deps, plan) : joinSharedPool(deps, plan);

async function joinSharedPool(
  { cognito, registry, sharedPool }: IdentityDependencies,
  { tenant, executionArn }: OnboardingPlan,
): Promise<Identity> {
  const name = await administratorOf(registry, tenant);
  const details = { userPoolId: sharedPool.userPoolId };
  await planResources(registry, tenant.tenantId, executionArn, [{ type: 'User', name, details }]);
  const arn = await createAdministrator(cognito, sharedPool.userPoolId, tenant, name);
  await recordCreated(registry, tenant.tenantId, [{ type: 'User', name, arn }]);
  return sharedPool;
}

async function createOwnPool(
  { cognito, creating, registry, signIn }: IdentityDependencies,
  { tenant, executionArn }: OnboardingPlan,
): Promise<Identity> {
  const name = footprintName(tenant);
  const userName = await administratorOf(registry, tenant);
  const former = await planResources(registry, tenant.tenantId, executionArn, [
    { type: 'UserPool', name },
    { type: 'UserPoolClient', name },
    { type: 'User', name: userName },
  ]);
  const known = former('UserPool', name) && (await findUserPool(cognito, name));
  const userPoolId = known ?? (await createUserPool(creating, name, tenant, signIn));
  await offerSecondFactor(cognito, userPoolId, signIn);
  const client = known && (await findUserPoolClient(cognito, userPoolId, name));
  const appClientId = client ?? (await createUserPoolClient(creating, userPoolId, name, signIn));
  const userArn = await createAdministrator(cognito, userPoolId, tenant, userName);
  const details = { userPoolId };
  await recordCreated(registry, tenant.tenantId, [
    { type: 'UserPool', name, arn: userPoolArn(placeOf(executionArn), userPoolId), details },
    { type: 'UserPoolClient', name, arn: appClientId, details },
    { type: 'User', name: userName, arn: userArn, details },
  ]);
  return { userPoolId, appClientId };
}

/** The administrator's sign-in name. It comes from the registry, so that no execution's history has it. */
async function administratorOf(registry: RegistryContext, { tenantId }: NamedTenant): Promise<string> {
  const row = await getTenant(registry, tenantId);
  if (!row?.email) throw new RegistrationMismatchError(`tenantId: "${tenantId}" has left the registry`);
  return normalizeEmail(row.email);
}
