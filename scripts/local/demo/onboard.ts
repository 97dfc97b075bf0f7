import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import pc from 'picocolors';
import { newPassword, setPassword } from '../operator';
import type { TenantOutput } from '../outputs';
import { say } from '../progress';
import type { AdminApi, Failure } from './admin-api';

/** Each look costs the one machine two function calls, which the onboarding itself wants too. */
const POLL_MS = 400;
/** Far more than a tenant takes here (about 3 s): past it something is wrong. */
const ONBOARDED_WITHIN_MS = 120_000;

/** The workflow gave up; says where and why. */
export class OnboardingFailed extends Error {
  override name = 'OnboardingFailed';

  constructor(
    tenant: string,
    status: string,
    readonly failure: Failure,
  ) {
    super(`${tenant}: ${status} at "${failure.state}": ${failure.error}: ${failure.cause}`);
  }
}

/**
 * Onboards a tenant through the Admin API and prints each state of its execution as it is left, with seconds.
 * @throws when the onboarding fails, with the failing state and its cause
 */
export async function onboardTenant(
  api: AdminApi,
  cognito: CognitoIdentityProviderClient,
  tenant: { tenantName: string; email: string; tier: string },
): Promise<TenantOutput> {
  const { tenantRegistrationId, tenantId } = await api.onboard(tenant);
  await watch(api, tenantRegistrationId, `${tenant.tenantName.padEnd(16)} ${tenant.tier.padEnd(8)}`);
  const config = await api.tenantConfig(tenant.tenantName);
  const password = newPassword();
  await setPassword(cognito, config.userPoolId, tenant.email, password);
  return {
    tenantRegistrationId,
    tenantId,
    tenantName: tenant.tenantName,
    tier: tenant.tier.toUpperCase(),
    userName: tenant.email,
    password,
    ...config,
  };
}

/**
 * Follows an onboarding to its end, printing each state as it is left.
 * @throws OnboardingFailed
 */
export async function watch(api: AdminApi, registrationId: string, label: string): Promise<void> {
  const begun = Date.now();
  let name: string | undefined;
  let printed = 0;
  for (;;) {
    name ??= await api.latestExecution(registrationId);
    const execution = name ? await api.execution(registrationId, name) : undefined;
    // States that call something, in the order in which they were left: that order only ever grows.
    const left = (execution?.timeline ?? [])
      .filter((state) => state.left && state.tries > 0)
      .sort((a, b) => String(a.left).localeCompare(String(b.left)));
    for (const state of left.slice(printed)) {
      const took = pc.dim(`${(state.seconds ?? 0).toFixed(2)} s`);
      say(`  ${label} ${state.error ? pc.red('failed') : pc.green('ok')} ${state.state} ${took}`);
    }
    printed = Math.max(printed, left.length);
    if (execution && execution.status !== 'RUNNING' && (await settled(api, registrationId, label))) {
      say(`  ${label} ${pc.green(pc.bold('Created'))} in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
      return;
    }
    if (Date.now() - begun > ONBOARDED_WITHIN_MS) {
      throw new Error(`${label.trim()}: not created after ${ONBOARDED_WITHIN_MS / 1_000} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Whether the control plane has heard of the result; a failure is thrown with its state and cause. */
async function settled(api: AdminApi, registrationId: string, label: string): Promise<boolean> {
  const { registrationStatus, failure } = await api.registration(registrationId);
  if (!registrationStatus.startsWith('Failed')) return registrationStatus === 'Created';
  throw new OnboardingFailed(
    label.trim(),
    registrationStatus,
    failure ?? { state: '?', error: '?', cause: '?' },
  );
}
