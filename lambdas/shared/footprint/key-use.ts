/**
 * What DynamoDB asks of a key on behalf of whoever uses a table that the key encrypts.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export const TABLE_KEY_ACTIONS = [
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:DescribeKey',
  'kms:CreateGrant',
];

/** By which a policy tells that it is DynamoDB that asks, not its caller. */
export const throughDynamoDb = (region: string) => ({ 'kms:ViaService': `dynamodb.${region}.amazonaws.com` });
