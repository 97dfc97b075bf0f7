import { DescribeKeyCommand, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { removeKeys } from '../../../lambdas/offboarding/remove-data/encryption-key';
import { lookAtKeys } from '../../../lambdas/offboarding/verify-gone/look-at-data';
import { subjectOf } from '../../../lambdas/offboarding/verify-gone/remaining';
import { keyAlias, keyDescription } from '../../../lambdas/shared/footprint/encryption-key';
import { fakeKms } from '../../builders/fake-kms';
import { buildRemovalPlan } from '../../builders/offboarding';
import { awsError, buildWorkflowTenant } from '../../builders/onboarding';

const subject = subjectOf(buildRemovalPlan(buildWorkflowTenant()));
const { name } = subject;
const ours = { Description: keyDescription(name) };

function stage() {
  const kms = fakeKms();
  const states = () => kms.keys.map(({ KeyState }) => KeyState);
  const scheduled = () => kms.mock.commandCalls(ScheduleKeyDeletionCommand).map((call) => call.args[0].input);
  return {
    ...kms,
    states,
    scheduled,
    remove: (...recorded: string[]) => removeKeys(kms.client, name, recorded),
    look: (...ledger: Parameters<typeof lookAtKeys>[2]) => lookAtKeys(kms.client, subject, ledger),
  };
}

describe("the removal of a tenant's key", () => {
  it('has it deleted after seven days, the least that AWS takes, and its name at once', async () => {
    const { remove, add, aliases, scheduled, states } = stage();
    const key = add(ours);
    aliases.set(keyAlias(name), key);
    const neighbour = add({ Description: keyDescription(`${name}-1`) });

    await remove();

    expect(scheduled()).toEqual([{ KeyId: key.KeyId, PendingWindowInDays: 7 }]);
    expect([aliases.size, states()]).toEqual([0, ['PendingDeletion', neighbour.KeyState]]);
  });

  it('finds the one that was made and never recorded, and the recorded one however it is described now', async () => {
    const { remove, add, states } = stage();
    add(ours);
    const { Arn } = add({ Description: 'renamed by hand' });

    await remove(Arn);

    expect(states()).toEqual(['PendingDeletion', 'PendingDeletion']);
  });

  it('changes nothing when run again: the seven days go on', async () => {
    const { remove, add, scheduled } = stage();
    add(ours);

    await remove();
    await remove();

    expect(scheduled()).toHaveLength(1);
  });

  it('accepts that a try whose reply was lost has ordered it', async () => {
    const { remove, add, mock, states } = stage();
    const { KeyId } = add({ ...ours, KeyState: 'PendingDeletion' });
    mock.on(DescribeKeyCommand).resolves({ KeyMetadata: { KeyId, KeyState: 'Enabled', ...ours } });

    await remove();

    expect(states()).toEqual(['PendingDeletion']);
  });

  it('passes a refusal on', async () => {
    const { remove, add, mock } = stage();
    add(ours);
    mock.on(ScheduleKeyDeletionCommand).rejects(awsError('AccessDeniedException'));

    await expect(remove()).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('the look at keys', () => {
  const entry = { type: 'EncryptionKey' as const };

  it.each(['BASIC', 'ADVANCED'] as const)(
    'asks nothing about a tenant of %s, a tier without',
    async (tier) => {
      const { client, calls } = stage();
      const without = subjectOf(buildRemovalPlan(buildWorkflowTenant({ tier })));

      expect(await lookAtKeys(client, without, [{ type: 'Table' }])).toEqual({ remaining: [], pending: [] });
      expect(calls()).toEqual([]);
    },
  );

  it('finds by its name, in one call, one that the ledger does not know', async () => {
    const { look, add, aliases, calls } = stage();
    add();
    expect(await look({ type: 'Table' })).toEqual({ remaining: [], pending: [] });

    const key = add();
    aliases.set(keyAlias(name), key);

    expect((await look({ type: 'Table' })).remaining).toEqual([{ type: 'EncryptionKey', name: key.Arn }]);
    expect(calls()).toHaveLength(2);
  });

  it('finds one that can be used, and takes one that AWS is to delete for gone', async () => {
    const { look, add } = stage();
    const usable = add(ours);
    const pending = add({ ...ours, KeyState: 'PendingDeletion' });

    expect(await look(entry)).toEqual({
      remaining: [{ type: 'EncryptionKey', name: usable.Arn }],
      pending: [{ type: 'EncryptionKey', name: pending.Arn, arn: pending.Arn }],
    });
  });

  it('finds one that somebody has disabled only', async () => {
    const { look, add } = stage();
    const { Arn } = add({ KeyState: 'Disabled' });

    expect((await look({ ...entry, arn: Arn })).remaining).toEqual([{ type: 'EncryptionKey', name: Arn }]);
  });
});
