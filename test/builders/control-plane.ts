import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { type RegistryContext, registryContext } from '../../lambdas/shared/registry/client';
import { BusRecorder } from './bus-recorder';
import { useLocalAws } from './local-aws';
import { createOperators } from './operators';
import { createRegistryTable } from './registry-table';

const TABLE = 'registry';
const BUS = 'bus';

/** Names as newer releases of SBT have them. */
export const EVENT_NAMES = {
  controlPlaneSource: 'sbt.control.plane',
  applicationPlaneSource: 'sbt.application.plane',
  detailTypePrefix: 'sbt_aws_',
};

/**
 * A registry, a bus that is listened to, and the environment of the control plane's functions, for the tests of
 * one file. Handlers read their environment when they are imported: import them after this has started.
 */
export function useControlPlane(port: number, environment: Record<string, string> = {}) {
  const aws = useLocalAws(port);
  let registry: RegistryContext;
  let events: BusRecorder;
  const before = { ...process.env };
  beforeAll(async () => {
    const client = new DynamoDBClient(aws.config);
    await createRegistryTable(client, TABLE);
    registry = registryContext(TABLE, client);
    await new EventBridgeClient(aws.config).send(new CreateEventBusCommand({ Name: BUS }));
    const operatorPool = await createOperators(new CognitoIdentityProviderClient(aws.config));
    events = await BusRecorder.start(port, BUS);
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: aws.endpointUrl,
      AWS_REGION: aws.config.region,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      POWERTOOLS_LOG_LEVEL: 'SILENT',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      POWERTOOLS_TRACE_ENABLED: 'false',
      POWERTOOLS_METRICS_NAMESPACE: 'test',
      POWERTOOLS_SERVICE_NAME: 'test',
      REGISTRY_TABLE_NAME: TABLE,
      EVENT_BUS_NAME: BUS,
      OPERATOR_POOL_ID: operatorPool,
      EVENT_NAMES: JSON.stringify(EVENT_NAMES),
      PLACES: JSON.stringify({ poolCellId: 'cell-0', cells: [{ id: 'cell-0', siloSlots: 33 }] }),
      QUOTAS: JSON.stringify({ apiKeys: 9, userPools: 9, namespaces: 9, clusters: 9, tables: 9 }),
      TASK_SIZE: JSON.stringify({ architecture: 'ARM64', cpu: 256, memory: 512, desiredCount: 1 }),
      SHARED_POOL_NAME: 'none',
      TENANT_KEYS: 'false',
      STATE_MACHINE_ARNS: JSON.stringify({}),
      DEAD_LETTER_PREFIX: 'none-',
      RECONCILER_FUNCTION_NAME: 'none',
      ...environment,
    });
  });
  afterAll(() => {
    process.env = before;
  });
  return {
    aws,
    get registry(): RegistryContext {
      return registry;
    },
    get events(): BusRecorder {
      return events;
    },
  };
}
