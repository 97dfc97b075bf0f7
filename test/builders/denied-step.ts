import { allow, deny } from '../../scripts/local/denied-step';
import { buildTenant, type Product } from './product';

/** Takes a right from a step's function; what it gives gives the right back. */
export async function denyStep(port: number, step: RegExp, action: string): Promise<() => Promise<void>> {
  await deny(port, { step, action });
  return () => allow(port, { step, action });
}

/** Denies the step that makes tenants' tables to make any; what it gives gives the right back. */
export const denyTables = (port: number): Promise<() => Promise<void>> =>
  denyStep(port, /create-?storage/i, 'dynamodb:CreateTable');

/** A tenant whose onboarding failed, since no tables could be made; by now they can. */
export async function failOnboarding(product: Product) {
  const mend = await denyTables(product.port);
  try {
    const tenant = buildTenant('ADVANCED');
    const { tenantRegistrationId } = await product.register(tenant);
    const { registrationStatus } = await product.settled(tenantRegistrationId);
    if (registrationStatus !== 'Failed to provision') throw new Error(`it is ${registrationStatus}`);
    return { ...tenant, tenantRegistrationId };
  } finally {
    await mend();
  }
}
