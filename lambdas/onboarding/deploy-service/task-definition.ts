import { createHash } from 'node:crypto';
import {
  DescribeTaskDefinitionCommand,
  type ECSClient,
  type KeyValuePair,
  RegisterTaskDefinitionCommand,
  type RegisterTaskDefinitionCommandInput,
} from '@aws-sdk/client-ecs';
import { isAwsError } from '../../shared/aws/errors';
import { placeOf } from '../../shared/aws/place';
import { SERVICE_PORT } from '../../shared/contracts/service-port';
import { ISOLATION } from '../../shared/contracts/tiers';
import { type Deployment, healthPath } from './deployment';
import { tableOf } from './task-role';

/** Tag by which a registered task definition is known to be the one that is wanted. */
const SPECIFICATION_TAG = 'specification';

/**
 * Registers the service's task definition. Every registration is a new revision, so a former try's is looked at
 * first and taken when it was made from the same specification.
 */
export async function registerTaskDefinition(
  { ecs, registering }: { ecs: ECSClient; registering: ECSClient },
  deployment: Deployment,
  taskRoleArn: string,
  madeBefore: boolean,
): Promise<string> {
  const specification = specificationOf(deployment, taskRoleArn);
  const fingerprint = createHash('sha256').update(JSON.stringify(specification)).digest('hex').slice(0, 32);
  const known = madeBefore && (await findRevision(ecs, deployment.name, fingerprint));
  if (known) return known;
  const tags = [...deployment.tags.asEcs, { key: SPECIFICATION_TAG, value: fingerprint }];
  const { taskDefinition } = await registering.send(
    new RegisterTaskDefinitionCommand({ ...specification, tags }),
  );
  const arn = taskDefinition?.taskDefinitionArn;
  if (!arn) throw new Error(`ECS gave the task definition ${deployment.name} no ARN`);
  return arn;
}

async function findRevision(
  ecs: ECSClient,
  family: string,
  fingerprint: string,
): Promise<string | undefined> {
  try {
    const { taskDefinition, tags = [] } = await ecs.send(
      new DescribeTaskDefinitionCommand({ taskDefinition: family, include: ['TAGS'] }),
    );
    const same = tags.some(({ key, value }) => key === SPECIFICATION_TAG && value === fingerprint);
    return same ? taskDefinition?.taskDefinitionArn : undefined;
  } catch (error) {
    // ECS's way to say that a family has no active revision.
    if (isAwsError(error, 'ClientException') && /unable to describe/i.test(error.message)) return undefined;
    throw error;
  }
}

function specificationOf(deployment: Deployment, taskRoleArn: string): RegisterTaskDefinitionCommandInput {
  const { name, plan, footprint, service, surroundings } = deployment;
  const { image, cpu, memory } = surroundings.services[service.name];
  return {
    family: name,
    requiresCompatibilities: ['FARGATE'],
    networkMode: 'awsvpc',
    cpu: String(cpu),
    memory: String(memory),
    runtimePlatform: { cpuArchitecture: surroundings.cpuArchitecture, operatingSystemFamily: 'LINUX' },
    executionRoleArn: surroundings.taskExecutionRoleArn,
    taskRoleArn,
    containerDefinitions: [
      {
        name: service.name,
        image,
        essential: true,
        user: '1000:1000',
        readonlyRootFilesystem: true,
        linuxParameters: { initProcessEnabled: true, capabilities: { drop: ['ALL'] } },
        portMappings: [
          { name: `${service.name}-api`, containerPort: SERVICE_PORT, protocol: 'tcp', appProtocol: 'http' },
        ],
        environment: environmentOf(deployment),
        healthCheck: {
          command: [
            'CMD',
            'node',
            '-e',
            `fetch('http://127.0.0.1:${SERVICE_PORT}${healthPath(service.name)}').then((r)=>process.exit(r.ok?0:1),()=>process.exit(1))`,
          ],
          // Seconds. A service answers within 0.4 s of its start.
          interval: 10,
          timeout: 3,
          retries: 3,
          startPeriod: 10,
        },
        // Seconds between SIGTERM and SIGKILL: longer than API Gateway waits for an answer.
        stopTimeout: 35,
        logConfiguration: {
          logDriver: 'awslogs',
          options: {
            'awslogs-group': footprint.logGroupName,
            'awslogs-region': placeOf(plan.executionArn).region,
            'awslogs-stream-prefix': service.name,
          },
        },
      },
    ],
  };
}

/** Variables of the service, in a fixed order: app-services/<service>/env.ts reads them. */
function environmentOf({ plan, identity, footprint, service, surroundings }: Deployment): KeyValuePair[] {
  const table = tableOf(service.name);
  const pooled = table && !ISOLATION[plan.tenant.tier].ownTables.includes(table);
  const variables: Record<string, string | undefined> = {
    PORT: String(SERVICE_PORT),
    SERVICE_NAME: service.name,
    TENANCY: 'silo',
    TENANT_ID: plan.tenant.tenantId,
    AWS_REGION: placeOf(plan.executionArn).region,
    USER_POOL_ID: identity.userPoolId,
    APP_CLIENT_ID: identity.appClientId,
    JWKS_BASE_URL: surroundings.jwksBaseUrl,
    CORS_ALLOWED_ORIGIN: surroundings.corsAllowedOrigin,
    TABLE_NAME: table && footprint.tables[table],
    TENANT_DATA_ROLE_ARN: pooled ? surroundings.tenantDataRoleArn : undefined,
    SIGN_OUTS_TABLE_NAME: service.name === 'users' ? surroundings.signOutsTableName : undefined,
    PRODUCTS_URL: service.name === 'orders' ? `http://products-api:${SERVICE_PORT}` : undefined,
  };
  return Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}
