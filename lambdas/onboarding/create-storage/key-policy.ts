import type { Place } from '../../shared/aws/place';
import { logGroupArn } from '../../shared/aws/place';
import { TABLE_KEY_ACTIONS, throughDynamoDb } from '../../shared/footprint/key-use';

/** What administers a key, and neither encrypts nor decrypts with it. */
const ADMINISTRATION = [
  'CancelKeyDeletion',
  'CreateAlias',
  'DeleteAlias',
  'DescribeKey',
  'DisableKey',
  'DisableKeyRotation',
  'EnableKey',
  'EnableKeyRotation',
  'GetKeyPolicy',
  'GetKeyRotationStatus',
  'ListGrants',
  'ListKeyPolicies',
  'ListKeyRotations',
  'ListResourceTags',
  'PutKeyPolicy',
  'RevokeGrant',
  'RotateKeyOnDemand',
  'ScheduleKeyDeletion',
  'TagResource',
  'UntagResource',
  'UpdateAlias',
  'UpdateKeyDescription',
].map((action) => `kms:${action}`);

/**
 * Policy of a tenant's key. The account's IAM policies say who administers it, as AWS's default policy has it, and who
 * uses it, which is possible through DynamoDB only: whoever reads a table of the tenant needs a right on the key too, and
 * nobody can decrypt with the key itself. CloudWatch Logs uses it for the tenant's own log group.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function keyPolicy({ place, logGroupName }: { place: Place; logGroupName: string }) {
  const { partition, region, account } = place;
  const byIamPolicies = { AWS: `arn:${partition}:iam::${account}:root` };
  // In a key's policy that is the key.
  const common = { Effect: 'Allow', Resource: '*' };
  return {
    Version: '2012-10-17',
    Statement: [
      { ...common, Sid: 'Administration', Principal: byIamPolicies, Action: ADMINISTRATION },
      {
        ...common,
        Sid: 'TablesThroughDynamoDb',
        Principal: byIamPolicies,
        Action: TABLE_KEY_ACTIONS,
        Condition: { StringEquals: { 'kms:CallerAccount': account, ...throughDynamoDb(region) } },
      },
      {
        ...common,
        Sid: 'LogsOfTheTenant',
        Principal: { Service: `logs.${region}.amazonaws.com` },
        Action: TABLE_KEY_ACTIONS.filter((action) => action !== 'kms:CreateGrant'),
        Condition: {
          ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': logGroupArn(place, logGroupName) },
        },
      },
    ],
  };
}
