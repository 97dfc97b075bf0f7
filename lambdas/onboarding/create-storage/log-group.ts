import {
  type CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { createOrAccept } from '../../shared/aws/errors';

/** Makes the log group of the tenant's services; its name is unique. */
export async function createLogGroup(
  logs: CloudWatchLogsClient,
  group: { logGroupName: string; retentionInDays: number; tags: Record<string, string>; keyArn?: string },
): Promise<void> {
  const { logGroupName, retentionInDays, tags, keyArn: kmsKeyId } = group;
  await createOrAccept<unknown>(
    () => logs.send(new CreateLogGroupCommand({ logGroupName, tags, kmsKeyId })),
    ['ResourceAlreadyExistsException'],
    async () => undefined,
  );
  await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
}
