import { Stack, type StackProps } from 'aws-cdk-lib';
import { Cluster, ContainerInsights, type ICluster } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import type { Config } from '../config';
import type { SharedInfraStack } from './shared-infra-stack';

export interface TenantTemplateAdvancedStackProps extends StackProps {
  config: Config;
  sharedInfra: SharedInfraStack;
}

/** The cluster on which each Advanced tenant gets services of its own, made by the onboarding workflow. */
export class TenantTemplateAdvancedStack extends Stack {
  readonly cluster: ICluster;

  constructor(
    scope: Construct,
    id: string,
    { config: _config, sharedInfra, ...props }: TenantTemplateAdvancedStackProps,
  ) {
    super(scope, id, props);
    this.cluster = new Cluster(this, 'Cluster', {
      clusterName: 'advanced',
      vpc: sharedInfra.network.vpc,
      containerInsightsV2: ContainerInsights.ENABLED,
      enableFargateCapacityProviders: true,
    });
  }
}
