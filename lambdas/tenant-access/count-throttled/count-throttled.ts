import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import { concurrently } from '../../shared/aws/concurrently';
import { idSchema } from '../../shared/contracts/identifiers';
import type { RegistryContext } from '../../shared/registry/client';
import { addThrottled } from '../../shared/registry/throttled';
import { dayOf } from '../../shared/usage/days';

/** What CloudWatch Logs hands to a subscriber: lines of a gateway's access log, compressed. */
export const subscriptionSchema = z.object({ awslogs: z.object({ data: z.string() }) });
const batchSchema = z.object({
  messageType: z.string(),
  logEvents: z.array(z.object({ timestamp: z.number(), message: z.string() })),
});
const lineSchema = z.object({ tenantId: idSchema, status: z.coerce.string() });

/**
 * Counts refused requests by tenant and day. API Gateway counts the admitted ones only, and to search its log for the
 * others costs by the gigabyte; here each batch of refusals is one small write a tenant. A batch that is delivered twice,
 * as CloudWatch Logs may, counts twice.
 *
 * @returns how many were counted
 */
export const countThrottled =
  (registry: RegistryContext) =>
  async ({ awslogs }: z.output<typeof subscriptionSchema>): Promise<{ counted: number }> => {
    const { messageType, logEvents } = batchSchema.parse(
      JSON.parse(gunzipSync(Buffer.from(awslogs.data, 'base64')).toString()),
    );
    // The other type is a ping, by which it is tried whether anybody listens.
    if (messageType !== 'DATA_MESSAGE') return { counted: 0 };
    const tally = new Map<string, { date: string; tenantId: string; requests: number }>();
    for (const { timestamp, message } of logEvents) {
      const line = lineSchema.safeParse(jsonOf(message));
      // A request that the authorizer did not get to see is no tenant's.
      if (!line.success || line.data.status !== '429') continue;
      const { tenantId } = line.data;
      const date = dayOf(new Date(timestamp));
      const key = `${date} ${tenantId}`;
      tally.set(key, { date, tenantId, requests: (tally.get(key)?.requests ?? 0) + 1 });
    }
    await concurrently([...tally.values()], 10, (each) => addThrottled(registry, each));
    return { counted: [...tally.values()].reduce((sum, { requests }) => sum + requests, 0) };
  };

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
