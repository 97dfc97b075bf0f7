import { type AwsFailure, isAwsFailure } from '../../shared/aws/errors';
import type { Tenant } from '../../shared/contracts/registry-items';

/**
 * `drift`: AWS runs something otherwise than the ledger and the configuration say. `ghost`: the ledger says created, AWS
 * has none. `orphan`: AWS has something with a tenant's tag, and the tenant is unknown or deleted. `stuck`: an operation
 * failed or began long ago, and no execution runs.
 */
export interface Finding {
  kind: 'drift' | 'ghost' | 'orphan' | 'stuck';
  tenantId: string;
  /** Empty where nobody knows it any more. */
  tenantName: string;
  /** Of the resource, as the ledger names it; `Lock` and `Registration` of an operation that is stuck. */
  type: string;
  /** Name, id or ARN: what an operator finds it by. */
  name: string;
  detail: string;
  /** What the operator does about it. */
  advice: string;
  /** Only where it was to be mended, and can be. */
  mended?: boolean;
}

/** A finding with what mends it safely; without `mend` only an operator can. */
export interface Found extends Finding {
  /** Resolves to false where it was left alone after all. */
  mend?: () => Promise<unknown>;
}

export const ofTenant = ({ tenantId, tenantName }: Pick<Tenant, 'tenantId' | 'tenantName'>) => ({
  tenantId,
  tenantName,
});

/** Mends when asked. What AWS refuses stays a finding that says why. */
export async function settle({ mend, ...finding }: Found, fix: boolean): Promise<Finding> {
  if (!fix || !mend) return finding;
  try {
    return { ...finding, mended: (await mend()) !== false };
  } catch (error) {
    if (!isAwsFailure(error)) throw error;
    return { ...finding, mended: false, detail: `${finding.detail}; ${refusal(error)}` };
  }
}

const refusal = ({ name, message }: AwsFailure): string => `AWS refused to mend it: ${name}: ${message}`;
