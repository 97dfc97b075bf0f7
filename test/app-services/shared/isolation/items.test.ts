import { DynamoDBClient, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { tryItems } from '../../../../app-services/shared/isolation/items';
import { awsError } from '../../../builders/onboarding';

/** IAM as it is meant to be: one tenant's key of one table, and no scan. */
function dynamodb(allows: (request: { TableName?: string; tenantId?: string; as: string }) => boolean) {
  const clientOf = (as: string) => {
    const client = new DynamoDBClient({ region: 'eu-west-1' });
    const mock = mockClient(client);
    const decide = (TableName?: string, tenantId?: string) => {
      if (!allows({ TableName, tenantId, as })) throw awsError('AccessDeniedException');
      if (TableName !== 'orders') throw awsError('ResourceNotFoundException');
      return {};
    };
    mock.on(GetItemCommand).callsFake(({ TableName, Key }) => decide(TableName, Key.tenantId.S));
    mock.on(ScanCommand).callsFake(({ TableName }) => decide(TableName));
    return client;
  };
  return { clientOf, tableName: 'orders', kind: 'order' };
}
const meant = ({ TableName, tenantId, as }: { TableName?: string; tenantId?: string; as: string }) =>
  TableName === 'orders' && tenantId === 't-1' && as === 't-1';

const verdicts = (found: { attempt: string; verdict: string }[]) =>
  Object.fromEntries(found.map(({ attempt, verdict }) => [attempt, verdict]));

describe('what a service tries of items', () => {
  it.each([
    ['of the pool', { pooled: true, silo: false }, ["read another tenant's order"]],
    [
      'of a silo with a shared table',
      { pooled: true, silo: true },
      ["read another tenant's order", 'have a session of another tenant'],
    ],
    ['of a silo with its own table', { pooled: false, silo: true }, []],
  ])('is, %s, its own and not others’', async (_whose, kind, further) => {
    const { own, others } = await tryItems({ ...dynamodb(meant), ...kind })('t-1');

    expect(verdicts(own)).toEqual({ 'read an own order': 'allowed' });
    expect(verdicts(others)).toEqual(
      Object.fromEntries(
        ['read a table of another tenant', 'read all orders', ...further].map((each) => [each, 'refused']),
      ),
    );
  });

  it('tells that a policy is too wide, also by a table that there is not', async () => {
    const wide = dynamodb(({ TableName }) => TableName !== 'orders');
    const { own, others } = await tryItems({ ...wide, pooled: false, silo: true })('t-1');

    expect(verdicts(own)).toEqual({ 'read an own order': 'refused' });
    expect(verdicts(others)).toMatchObject({
      'read a table of another tenant': 'allowed',
      'read all orders': 'refused',
    });
  });

  it('tells neither where AWS did not decide', async () => {
    const busy = dynamodb(() => {
      throw awsError('ThrottlingException');
    });

    await expect(tryItems({ ...busy, pooled: true, silo: false })('t-1')).rejects.toThrow('Throttling');
  });
});
