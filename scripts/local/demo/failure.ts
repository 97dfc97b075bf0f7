import pc from 'picocolors';
import { allow, type Denial, deny } from '../denied-step';
import type { Outputs } from '../outputs';
import { say } from '../progress';
import type { AdminApi, Failure } from './admin-api';
import { OnboardingFailed, watch } from './onboard';

const TENANT = { tenantName: 'night-market', email: 'owner@night-market.example', tier: 'advanced' };
/** The step that makes tenants' tables may make none of this tenant's, whose names have the tenant's. */
const DENIAL: Denial = {
  step: /create-?storage/i,
  action: 'dynamodb:CreateTable',
  resource: `arn:aws:dynamodb:*:*:table/tenant-${TENANT.tenantName}-*`,
};

const portOf = ({ endpointUrl }: Pick<Outputs, 'endpointUrl'>): number => Number(new URL(endpointUrl).port);

export interface FailedOnboarding {
  tenantName: string;
  failure: Failure;
}

/**
 * Onboards a tenant whose workflow is denied an AWS call, and prints its states up to the one that fails. Other
 * tenants are onboarded as ever.
 */
export async function failAnOnboarding(api: AdminApi, outputs: Outputs): Promise<FailedOnboarding> {
  await deny(portOf(outputs), DENIAL);
  const { tenantRegistrationId } = await api.onboard(TENANT);
  const label = `${TENANT.tenantName.padEnd(16)} ${TENANT.tier.padEnd(8)}`;
  try {
    await watch(api, tenantRegistrationId, label);
  } catch (error) {
    if (!(error instanceof OnboardingFailed)) throw error;
    const { state, error: name, cause } = error.failure;
    say(`  ${label} ${pc.red(pc.bold('Failed to provision'))} at "${state}": ${name}`);
    say(`  ${label} ${cause}`);
    return { tenantName: TENANT.tenantName, failure: error.failure };
  }
  throw new Error(`${TENANT.tenantName} was onboarded, though ${DENIAL.action} is denied`);
}

/** Gives the workflow back the right that the demo denied it: what an operator does before a replay. */
export const mendTheFailure = (outputs: Pick<Outputs, 'endpointUrl'>): Promise<void> =>
  allow(portOf(outputs), DENIAL);
