import { Aspects } from 'aws-cdk-lib';
import { AwsSolutionsChecks, type INagLogger, type NagLoggerNonComplianceData } from 'cdk-nag';
import { buildStacks, type Resource } from '../../builders/stacks';

/** Of one of the two portals: the other shows what is to be said of CloudFront's own name. */
const DOMAIN = {
  domainName: 'admin.example.com',
  certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d',
};

/** Everything that configuration can add to the stacks. */
const ALL = {
  operatorEmail: 'operator@example.com',
  alarmEmail: 'alarms@example.com',
  cells: { count: 2 },
  network: { interfaceEndpoints: 'ecr.api,logs' },
  encryption: { keys: 'customer' },
  portals: { admin: DOMAIN },
};

class Findings implements INagLogger {
  readonly open: string[] = [];
  readonly errors: string[] = [];
  readonly usedReasons = new Set<string>();

  onNonCompliance({ ruleId, resource, findingId }: NagLoggerNonComplianceData) {
    this.open.push(`${ruleId} ${resource.node.path} ${findingId}`);
  }
  onSuppressed(data: { suppressionReason: string }) {
    // A reason for one finding of several comes as `[finding] reason`.
    this.usedReasons.add(data.suppressionReason.replace(/^\[.*?\] /, ''));
  }
  onError(data: { ruleId: string; resource: { node: { path: string } }; errorMessage: string }) {
    this.errors.push(`${data.ruleId} ${data.resource.node.path} ${data.errorMessage}`);
  }
  onCompliance() {}
  onNotApplicable() {}
  onSuppressedError() {}
}

/** Reasons in a resource. Patterns in policies have one a grant, of which cdk-nag reports the first with `*` only. */
const explained = ({ Metadata }: Resource): string[] =>
  (Metadata?.cdk_nag?.rules_to_suppress ?? [])
    .filter(({ id }) => id !== 'AwsSolutions-IAM5')
    .map(({ reason }) => reason);

function check(settings: Record<string, unknown>) {
  const { app } = buildStacks(settings);
  const findings = new Findings();
  Aspects.of(app).add(new AwsSolutionsChecks({ additionalLoggers: [findings] }));
  const { stacks } = app.synth();
  const reasons = stacks.flatMap(({ template }) =>
    Object.values<Resource>(template.Resources).flatMap(explained),
  );
  return { findings, reasons: new Set(reasons) };
}

describe('cdk-nag AwsSolutions', () => {
  const { findings, reasons } = check(ALL);

  it('finds nothing that is not explained', () => {
    expect(findings.open).toEqual([]);
    expect(findings.errors).toEqual([]);
  });

  it('has no explanation of something that it does not find', () => {
    expect([...reasons].filter((reason) => !findings.usedReasons.has(reason))).toEqual([]);
  });
});
