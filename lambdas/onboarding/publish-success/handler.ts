import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { identifiedInputSchema } from '../../shared/contracts/workflow';
import { parseEnvironment } from '../../shared/environment';
import { taskHandler } from '../../shared/middleware/task';
import { registryContext } from '../../shared/registry/client';
import { environmentSchema } from './env';
import { publishSuccess } from './publish-success';

const environment = parseEnvironment(environmentSchema);

export const handler = taskHandler(
  identifiedInputSchema,
  publishSuccess({
    registry: registryContext(environment.REGISTRY_TABLE_NAME),
    eventBridge: new EventBridgeClient(CLIENT_SETTINGS),
    eventBusName: environment.EVENT_BUS_NAME,
    names: environment.EVENT_NAMES,
  }),
);
