import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { notFound } from '../failure';
import { type Deployment, withoutSlash } from './deployment';
import type { TargetOptions } from './resolve';
import { describeStack } from './stack-outputs';

/** A deployment on AWS, from its control plane stack's outputs. */
export async function fromStacks(options: TargetOptions): Promise<Deployment> {
  const aws = { profile: options.profile, region: options.region };
  const client = new CloudFormationClient(aws);
  const region = await client.config.region();
  const source = [options.profile && `profile ${options.profile}`, `region ${region}`]
    .filter(Boolean)
    .join(', ');
  const name = 'controlplane-stack';
  const stack = await describeStack(client, name);
  if (!stack) {
    throw notFound(
      `no stack ${name} on AWS (${source})`,
      'on this machine: scripts/start.sh; on AWS: scripts/install.sh, or name its --profile, --region',
    );
  }
  const output = (key: string): string => {
    const value = stack.Outputs?.find(({ OutputKey }) => OutputKey === key)?.OutputValue;
    if (value) return value;
    throw notFound(`stack ${name} has no output ${key}`, 'deploy it again with scripts/install.sh');
  };
  return {
    kind: 'aws',
    source,
    adminApiUrl: withoutSlash(output('controlPlaneAPIEndpoint')),
    region,
    // arn:aws:cloudformation:<region>:<account>:stack/…
    account: stack.StackId?.split(':')[4],
    operatorPool: {
      userPoolId: output('ControlPlaneIdpUserPoolId'),
      clientId: output('ControlPlaneIdpClientId'),
    },
    tenants: [],
    aws: { ...aws, region },
  };
}
