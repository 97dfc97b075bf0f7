import { isAwsError } from '../../shared/aws/errors';
import { footprintName } from '../../shared/contracts/identifiers';
import type { OffboardingPlan } from '../../shared/contracts/workflow';

/** Something of the tenant's that AWS still shows. */
export interface Remaining {
  type: string;
  /** Name, id or ARN: what an operator finds it by. */
  name: string;
}

/** Whose footprint is looked for, and by what its names begin. */
export interface Subject {
  plan: OffboardingPlan;
  /** `tenant-<name>-<short id>`, see footprintName. */
  name: string;
}

export const subjectOf = (plan: OffboardingPlan): Subject => ({ plan, name: footprintName(plan.tenant) });

/** Asks for one resource by its name: AWS answers with an error of one of these names when there is none. */
export async function unlessMissing<T>(ask: Promise<T>, ...missing: string[]): Promise<T | undefined> {
  try {
    return await ask;
  } catch (error) {
    if (isAwsError(error, ...missing)) return undefined;
    throw error;
  }
}
