import { Aspects, type IAspect, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnBucket } from 'aws-cdk-lib/aws-s3';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
import { TABLE_KEY_ACTIONS } from '../../lambdas/shared/footprint/key-use';
import type { Config } from '../config';
import { AccessLogsBucket } from './access-logs-bucket';

/** Through which services our roles may use a key: who reaches the data is said by the rights on tables and buckets. */
const STORES = ['dynamodb', 's3', 'sqs'];

/**
 * Encrypts what a stack keeps (tables, buckets, logs, queues) with a key of the stack's own, where that is configured:
 * it can be disabled, and its use is in CloudTrail. Otherwise AWS's own keys encrypt all of it. What the workflow makes for
 * tenants is no stack's: see onboarding/create-storage.
 */
export function encryptWithOwnKey(stack: Stack, config: Config): Key | undefined {
  if (config.encryption.keys !== 'customer') return undefined;
  const key = new Key(stack, 'DataKey', {
    description: `${config.prefix}: encrypts what ${stack.stackName} keeps`,
    enableKeyRotation: true,
    // Of a key that is deleted nothing can be read any more: its deletion is ordered by hand.
    removalPolicy: RemovalPolicy.RETAIN,
  });
  for (const statement of statementsFor(stack)) key.addToResourcePolicy(statement);
  Aspects.of(stack).add(new EncryptWith(key));
  return key;
}

function statementsFor({ account, region, partition }: Stack): PolicyStatement[] {
  const resources = ['*']; // In a key's policy that is the key.
  return [
    new PolicyStatement({
      sid: 'OurRolesThroughTheStores',
      principals: [new AnyPrincipal()],
      actions: TABLE_KEY_ACTIONS,
      resources,
      conditions: {
        StringEquals: {
          'kms:CallerAccount': account,
          'kms:ViaService': STORES.map((service) => `${service}.${region}.amazonaws.com`),
        },
      },
    }),
    new PolicyStatement({
      sid: 'CloudWatchLogsForOurGroups',
      principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
      actions: TABLE_KEY_ACTIONS.filter((action) => action !== 'kms:CreateGrant'),
      resources,
      conditions: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:*` },
      },
    }),
    new PolicyStatement({
      sid: 'EventBridgeForDeadLetters',
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources,
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  ];
}

class EncryptWith implements IAspect {
  constructor(private readonly key: Key) {}

  visit(node: IConstruct): void {
    const { keyArn } = this.key;
    if (node instanceof CfnTable) {
      node.sseSpecification = { sseEnabled: true, sseType: 'KMS', kmsMasterKeyId: keyArn };
    } else if (node instanceof CfnLogGroup) {
      node.kmsKeyId = keyArn;
    } else if (node instanceof CfnQueue) {
      node.sqsManagedSseEnabled = undefined;
      node.kmsMasterKeyId = keyArn;
    } else if (node instanceof CfnBucket && !(node.node.scope?.node.scope instanceof AccessLogsBucket)) {
      node.bucketEncryption = {
        serverSideEncryptionConfiguration: [
          {
            // One call to KMS for many objects.
            bucketKeyEnabled: true,
            serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: keyArn },
          },
        ],
      };
    }
  }
}
