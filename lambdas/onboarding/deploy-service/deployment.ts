import type { TenantTags } from '../../shared/aws/tags';
import type { ServiceName } from '../../shared/contracts/tiers';
import type { Footprint, Identity, OnboardingPlan } from '../../shared/contracts/workflow';

/** What runs a service's tasks: cpu in Fargate units (1,024 a processor), memory in MiB. */
export interface ServiceSize {
  image: string;
  cpu: number;
  memory: number;
  desiredCount: number;
}

/** Facts of the shared infrastructure that a tenant's service is made with. */
export interface Surroundings {
  vpcId: string;
  subnetIds: string[];
  services: Record<ServiceName, ServiceSize>;
  cpuArchitecture: 'ARM64' | 'X86_64';
  taskExecutionRoleArn: string;
  /** Permissions boundary of every task role. */
  taskBoundaryArn: string;
  /** Role that vends tenant-tagged credentials for the pooled tables. */
  tenantDataRoleArn: string;
  /** Where the users service writes who signed out. */
  signOutsTableName: string;
  jwksBaseUrl?: string;
  corsAllowedOrigin?: string;
}

/** One service of one tenant, to be deployed. */
export interface Deployment {
  plan: OnboardingPlan;
  identity: Identity;
  footprint: Footprint;
  service: { name: ServiceName; priority: number };
  surroundings: Surroundings;
  /** Name of the service's task definition family, task role, rule and ECS service, at most 57 characters. */
  name: string;
  tags: TenantTags;
}

export const healthPath = (service: ServiceName): string => `/${service}/health`;
