import {
  CreateAliasCommand,
  CreateKeyCommand,
  EnableKeyRotationCommand,
  type KMSClient,
} from '@aws-sdk/client-kms';
import { createOrAccept, isAwsError } from '../../shared/aws/errors';
import type { Place } from '../../shared/aws/place';
import { type Clock, waitUntil } from '../../shared/aws/wait-until';
import { describeKey, keyAlias, keyDescription, keysOf } from '../../shared/footprint/encryption-key';
import { keyPolicy } from './key-policy';

export interface KeyClients {
  kms: KMSClient;
  /** Repeats only what AWS refused (ONCE_SETTINGS): every CreateKey is one more key, at 1 USD a month. */
  creatingKeys: KMSClient;
}

export interface WantedKey {
  /** Of the footprint. */
  name: string;
  place: Place;
  logGroupName: string;
  tags: { Key: string; Value: string }[];
  /** A former try may have made one. */
  madeBefore: boolean;
}

/**
 * A new key is seen everywhere within seconds, its tags by policies within five minutes. What is longer than this is the
 * state machine's to wait; with the tables' waits it fits into one invocation.
 */
const PATIENCE = { first: 100, longest: 2_000, total: 8_000 };

/**
 * Makes the tenant's own key. KMS names keys at random, so its alias, which is unique, is its name: a key that has it is
 * accepted. One whose creation was never answered has none yet, and is found by its description. Should two tries make a
 * key each side by side, the alias decides; the other goes with the tenant.
 *
 * @returns the key's ARN
 * @throws NotReadyError when KMS does not know its own new key for 8 s
 */
export async function createKey(clients: KeyClients, wanted: WantedKey, clock: Clock): Promise<string> {
  const { kms } = clients;
  const alias = keyAlias(wanted.name);
  const arn =
    (await describeKey(kms, alias))?.Arn ??
    (await nameKey(kms, alias, await keyWithoutName(clients, wanted), clock));
  await onceKnown(() => kms.send(new EnableKeyRotationCommand({ KeyId: arn })), arn, clock);
  return arn;
}

async function keyWithoutName({ kms, creatingKeys }: KeyClients, wanted: WantedKey): Promise<string> {
  const { name, tags, madeBefore } = wanted;
  const known = madeBefore
    ? (await keysOf(kms, name)).find(({ KeyState }) => KeyState === 'Enabled')
    : undefined;
  if (known?.Arn) return known.Arn;
  const { KeyMetadata } = await creatingKeys.send(
    new CreateKeyCommand({
      Description: keyDescription(name),
      Policy: JSON.stringify(keyPolicy(wanted)),
      // The check asks whether this step may change the policy afterwards. It may not; administrators may.
      BypassPolicyLockoutSafetyCheck: true,
      Tags: tags.map(({ Key, Value }) => ({ TagKey: Key, TagValue: Value })),
    }),
  );
  return KeyMetadata?.Arn ?? '';
}

/** @returns the ARN of the key that has the name */
async function nameKey(kms: KMSClient, AliasName: string, arn: string, clock: Clock): Promise<string> {
  const name = async () => {
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: arn }));
    return { arn };
  };
  const accept = async () => ({ arn: (await describeKey(kms, AliasName))?.Arn ?? arn });
  return (await onceKnown(() => createOrAccept(name, ['AlreadyExistsException'], accept), arn, clock)).arn;
}

/** KMS, and IAM by the key's tags, refuse for some time to know what was made just now. */
const onceKnown = <T extends object>(call: () => Promise<T>, arn: string, clock: Clock): Promise<T> =>
  waitUntil(
    async () => {
      try {
        return await call();
      } catch (error) {
        if (!isAwsError(error, 'NotFoundException', 'AccessDeniedException')) throw error;
        return `key ${arn} cannot be used yet: ${error.message}`;
      }
    },
    PATIENCE,
    clock,
  );
