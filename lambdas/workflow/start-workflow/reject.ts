import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { idSchema } from '../../shared/contracts/identifiers';
import type { ConflictError, ValidationError } from '../../shared/errors';
import type { PublishFailure } from '../../shared/events/publish-failure';
import type { RegistryContext } from '../../shared/registry/client';
import { getRegistration, getTenant } from '../../shared/registry/registrations';
import type { Workflow } from './workflows';

/** @param asked what the event asked for; absent for one that is no request of the control plane */
export type Reject = (
  reason: ValidationError | ConflictError,
  event: unknown,
  asked: Workflow['operation'] | undefined,
) => Promise<void>;

export interface RejectDependencies {
  sqs: SQSClient;
  queueUrl: string;
  registry: RegistryContext;
  publishFailure: PublishFailure;
}

/** What stands for the failing state of a request that never became an execution. */
const REFUSED_AT = 'Admit the tenant';

const senderSchema = z.looseObject({
  detail: z.looseObject({
    tenantId: idSchema,
    tenantRegistrationId: idSchema,
    tier: z.string().max(64).optional(),
  }),
});

/**
 * Puts an event aside for the operator, with the reason, and tells a foreign control plane that what it asked for
 * will not be. An event that names a registration or tenant of ours tells nobody: it must not change how that one stands.
 * The message goes last, so that a try that fails on the way leaves no second one.
 */
export const rejecter =
  ({ sqs, queueUrl, registry, publishFailure }: RejectDependencies): Reject =>
  async (reason, event, asked) => {
    const sender = senderSchema.safeParse(event);
    if (asked && sender.success) {
      const { tenantId, tenantRegistrationId, tier } = sender.data.detail;
      const [registration, tenant] = await Promise.all([
        getRegistration(registry, tenantRegistrationId),
        getTenant(registry, tenantId),
      ]);
      if (!registration && !tenant) {
        await publishFailure(
          asked,
          { tenantId, tenantRegistrationId, tier: tier?.toUpperCase() },
          { state: REFUSED_AT, error: reason.name, cause: reason.message, executionArn: '' },
        );
      }
    }
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify({ reason: `${reason.name}: ${reason.message}`, event }),
      }),
    );
  };
