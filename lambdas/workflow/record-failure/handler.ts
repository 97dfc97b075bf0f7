import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SFNClient } from '@aws-sdk/client-sfn';
import * as z from 'zod';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import { parseEnvironment } from '../../shared/environment';
import { failurePublisher } from '../../shared/events/publish-failure';
import { taskHandler } from '../../shared/middleware/task';
import { environmentSchema } from './env';
import { recordFailure } from './record-failure';

const environment = parseEnvironment(environmentSchema);
const record = recordFailure({
  sfn: new SFNClient(CLIENT_SETTINGS),
  publishFailure: failurePublisher(
    new EventBridgeClient(CLIENT_SETTINGS),
    environment.EVENT_BUS_NAME,
    environment.EVENT_NAMES,
  ),
});

/** Of a "Step Functions Execution Status Change" event only the ARN is used: Step Functions itself knows the rest. */
const inputSchema = z.looseObject({ detail: z.looseObject({ executionArn: z.string() }) });

export const handler = taskHandler(inputSchema, ({ detail }) => record(detail));
