import {
  CreateAliasCommand,
  CreateKeyCommand,
  type CreateKeyCommandInput,
  DeleteAliasCommand,
  DescribeKeyCommand,
  EnableKeyRotationCommand,
  type KeyMetadata,
  KMSClient,
  ListKeysCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { mockClient } from 'aws-sdk-client-mock';
import { awsError } from './onboarding';

export interface FakeKey extends KeyMetadata {
  Arn: string;
  made?: CreateKeyCommandInput;
  rotates?: boolean;
}

/** KMS as far as the steps ask it, in memory: its answers, and its errors by their names. */
export function fakeKms() {
  const client = new KMSClient({ region: 'eu-west-1' });
  const mock = mockClient(client);
  const keys: FakeKey[] = [];
  const aliases = new Map<string, FakeKey>();
  const add = (metadata: Partial<FakeKey> = {}): FakeKey => {
    const id = `key-${keys.length + 1}`;
    const Arn = `arn:aws:kms:eu-west-1:123456789012:key/${id}`;
    const key: FakeKey = { KeyId: id, Arn, KeyState: 'Enabled', Description: '', ...metadata };
    keys.push(key);
    return key;
  };
  const find = (id?: string): FakeKey => {
    const key = aliases.get(id ?? '') ?? keys.find(({ Arn, KeyId }) => id === Arn || id === KeyId);
    if (!key) throw awsError('NotFoundException');
    return key;
  };
  mock.on(CreateKeyCommand).callsFake((made: CreateKeyCommandInput) => ({
    KeyMetadata: add({ Description: made.Description ?? '', made }),
  }));
  mock.on(DescribeKeyCommand).callsFake(({ KeyId }) => ({ KeyMetadata: find(KeyId) }));
  mock.on(ListKeysCommand).callsFake(() => ({ Keys: keys.map(({ Arn }) => ({ KeyArn: Arn })) }));
  mock.on(CreateAliasCommand).callsFake(({ AliasName, TargetKeyId }) => {
    if (aliases.has(AliasName)) throw awsError('AlreadyExistsException');
    aliases.set(AliasName, find(TargetKeyId));
    return {};
  });
  mock.on(DeleteAliasCommand).callsFake(({ AliasName }) => {
    if (!aliases.delete(AliasName)) throw awsError('NotFoundException');
    return {};
  });
  mock.on(EnableKeyRotationCommand).callsFake(({ KeyId }) => {
    find(KeyId).rotates = true;
    return {};
  });
  mock.on(ScheduleKeyDeletionCommand).callsFake(({ KeyId }) => {
    const key = find(KeyId);
    if (key.KeyState === 'PendingDeletion') throw awsError('KMSInvalidStateException');
    key.KeyState = 'PendingDeletion';
    return {};
  });
  /** `<operation>` of each call, in their order. */
  const calls = () => mock.calls().map((call) => call.args[0].constructor.name.replace(/Command$/, ''));
  return { client, mock, keys, aliases, add, calls };
}
