import { type InventoryClients, inventoryOf } from '../../../lambdas/reconciler/reconcile/inventory';
import { resourceDeleter } from '../../../lambdas/reconciler/reconcile/orphan-deletion';
import { fakeKms } from '../../builders/fake-kms';

const clientsWith = ({ client }: ReturnType<typeof fakeKms>) =>
  ({ kms: client }) as unknown as InventoryClients;
const key = (arn: string) => ({ type: 'EncryptionKey' as const, name: 'alias/tenant-acme', arn });

describe("the inventory of tenants' keys", () => {
  it.each([
    ['can be used', 'Enabled', true],
    ['is disabled', 'Disabled', true],
    ['AWS deletes in some days', 'PendingDeletion', false],
  ] as const)('tells of one that %s', async (_what, KeyState, there) => {
    const kms = fakeKms();
    const { Arn } = kms.add({ KeyState });

    expect(await inventoryOf(clientsWith(kms)).has(key(Arn))).toBe(there);
  });

  it('has none that AWS has deleted', async () => {
    expect(await inventoryOf(clientsWith(fakeKms())).has(key('arn:gone'))).toBe(false);
  });
});

it('an orphaned key is deleted as the offboarding would', async () => {
  const kms = fakeKms();
  const { KeyId: name = '' } = kms.add();

  await resourceDeleter(clientsWith(kms))({ type: 'EncryptionKey', name });

  expect(kms.keys[0]?.KeyState).toBe('PendingDeletion');
});
