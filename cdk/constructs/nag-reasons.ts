import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A finding of cdk-nag that is meant to be so, and why. */
export interface NagReason {
  /** `AwsSolutions-…` */
  id: string;
  reason: string;
  /** Findings of the rule that it is about; others of the same rule still fail. @default all */
  appliesTo?: (string | { regex: string })[];
}

/**
 * Writes into a construct's resources, where cdk-nag and the reader of a template find it, why a finding is meant
 * to be so. Resources that the construct gets later are not covered: call it last.
 */
export function explain(scope: IConstruct, ...reasons: NagReason[]): void {
  for (const resource of scope.node.findAll()) {
    if (!CfnResource.isCfnResource(resource)) continue;
    const { rules_to_suppress = [] } = (resource.getMetadata('cdk_nag') ?? {}) as {
      rules_to_suppress?: unknown[];
    };
    const added = reasons.map(({ appliesTo, ...rest }) => ({
      ...rest,
      ...(appliesTo ? { applies_to: appliesTo } : {}),
    }));
    resource.addMetadata('cdk_nag', { rules_to_suppress: [...rules_to_suppress, ...added] });
  }
}
