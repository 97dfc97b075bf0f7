import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Grant } from './grants';

/**
 * Rights on plans whose ids are not known where they are granted: a later stack makes them, and a plan needs the stages
 * that call the function which reads it.
 */
export function anyUsagePlan(scope: Construct, rights: ('read' | 'extend')[]): Grant[] {
  const { read, extend } = grantsOn(scope);
  const because = 'API Gateway gives plans and keys ids of its own; the ledger tells which are a tenant’s.';
  return rights.map((right) => ({ ...(right === 'read' ? read : extend), because }));
}

function grantsOn(scope: Construct): Record<'read' | 'extend', Grant> {
  const { partition, region } = Stack.of(scope);
  const arn = `arn:${partition}:apigateway:${region}::/usageplans/*`;
  return {
    read: { actions: ['apigateway:GET'], resources: [arn, `${arn}/usage`] },
    extend: { actions: ['apigateway:PATCH'], resources: [`${arn}/keys/*/usage`] },
  };
}
