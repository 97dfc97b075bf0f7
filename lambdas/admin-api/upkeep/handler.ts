import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { CLIENT_SETTINGS } from '../../shared/aws/client-settings';
import type { AdminApiRoute } from '../../shared/contracts/admin-api-routes';
import {
  messageIdSchema,
  queueNameSchema,
  reconciliationOrderSchema,
  redriveSchema,
} from '../../shared/contracts/upkeep';
import { parseEnvironment } from '../../shared/environment';
import { operatorDirectory } from '../../shared/http/operator-directory';
import { ok } from '../../shared/http/responses';
import { apiHandler } from '../../shared/middleware/api';
import { registryContext } from '../../shared/registry/client';
import { readRun } from '../../shared/registry/reconciliations';
import { discard, listDeadLetters, redrive } from './dead-letters';
import { environmentSchema } from './env';
import { startReconciliation } from './start-reconciliation';

const env = parseEnvironment(environmentSchema);
const registry = registryContext(env.REGISTRY_TABLE_NAME);
const lambda = new LambdaClient(CLIENT_SETTINGS);
const deadLetters = {
  sqs: new SQSClient(CLIENT_SETTINGS),
  eventBridge: new EventBridgeClient(CLIENT_SETTINGS),
  lambda,
  busName: env.EVENT_BUS_NAME,
  prefix: env.DEAD_LETTER_PREFIX,
};
const reconciliation = { registry, lambda, reconcilerName: env.RECONCILER_FUNCTION_NAME };

export const handler = apiHandler<AdminApiRoute<'upkeep'>>(
  {
    'GET /dead-letters': { access: 'read', run: async () => ok(await listDeadLetters(deadLetters)) },
    'POST /dead-letters/redrive': {
      access: 'write',
      run: async ({ body }) => ok(await redrive(deadLetters, body(redriveSchema))),
    },
    'DELETE /dead-letters/{queue}/{messageId}': {
      access: 'write',
      run: async ({ param }) =>
        ok(await discard(deadLetters, param('queue', queueNameSchema), param('messageId', messageIdSchema))),
    },
    'GET /reconciliation': { access: 'read', run: async () => ok(await readRun(registry)) },
    'POST /reconciliation': {
      access: 'write',
      run: async ({ operator, body }) =>
        ok(await startReconciliation(reconciliation, operator, body(reconciliationOrderSchema)), 202),
    },
  },
  operatorDirectory(env.OPERATOR_POOL_ID),
);
