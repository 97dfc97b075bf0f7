import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { clientConfig } from '../engine';
import { signIn } from '../operator';
import { type Outputs, writeOutputs } from '../outputs';
import { phase } from '../progress';
import { AdminApi } from './admin-api';
import { type FailedOnboarding, failAnOnboarding } from './failure';
import { onboardTenant } from './onboard';
import { overdrive, placeOrder, signInTenant } from './traffic';

const TENANTS = [
  { tenantName: 'corner-bakery', email: 'owner@corner-bakery.example', tier: 'basic' },
  { tenantName: 'city-garage', email: 'owner@city-garage.example', tier: 'advanced' },
  { tenantName: 'acme-works', email: 'owner@acme-works.example', tier: 'premium' },
];

const cognitoOf = (outputs: Outputs) =>
  new CognitoIdentityProviderClient(clientConfig(Number(new URL(outputs.endpointUrl).port)));

async function asOperator({ adminApiUrl, operator }: Outputs, cognito: CognitoIdentityProviderClient) {
  const { accessToken } = await signIn(cognito, operator.clientId, operator.userName, operator.password);
  return new AdminApi(adminApiUrl, accessToken);
}

/** Onboards a tenant that fails, for operators to see what they do then. */
export async function runDemoFailure(outputs: Outputs): Promise<FailedOnboarding> {
  const api = await asOperator(outputs, cognitoOf(outputs));
  return phase('onboarding a tenant whose tables AWS is told to refuse', () =>
    failAnOnboarding(api, outputs),
  );
}

/** Onboards one tenant of each tier through the Admin API and lets each use its application. */
export async function runDemo(outputs: Outputs, folder: string): Promise<Outputs> {
  const cognito = cognitoOf(outputs);
  const api = await asOperator(outputs, cognito);

  const tenants = await phase('onboarding a tenant of every tier', () =>
    Promise.all(TENANTS.map((tenant) => onboardTenant(api, cognito, tenant))),
  );
  const ready = { ...outputs, tenants };
  writeOutputs(folder, ready);

  const signedIn = await phase("signing in as each tenant's administrator", () =>
    Promise.all(tenants.map((tenant) => signInTenant(cognito, tenant))),
  );
  await phase('creating products and an order for each tenant', () => Promise.all(signedIn.map(placeOrder)));
  const [basic, ...others] = signedIn;
  if (basic) await phase('driving the Basic tenant past its plan', () => overdrive(basic, others));
  return ready;
}
