import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import { DescribeServicesCommand, ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { footprintName } from '../../lambdas/shared/contracts/identifiers';
import { registryContext } from '../../lambdas/shared/registry/client';
import { keys } from '../../lambdas/shared/registry/keys';
import { readLedger } from '../../lambdas/shared/registry/ledger';
import { clientConfig } from '../../scripts/local/engine';
import type { TenantOutput } from '../../scripts/local/outputs';
import { buildTenant, Product } from '../builders/product';
import { until } from '../builders/until';

interface Report {
  findings: { kind: string; type: string; name: string; mended?: boolean }[];
  next?: string;
}

describe('the reconciler', () => {
  let product: Product;
  let tenant: TenantOutput;
  let dynamodb: DynamoDBClient;
  let footprint: string;

  beforeAll(async () => {
    product = await Product.open();
    dynamodb = new DynamoDBClient(clientConfig(product.port));
    tenant = await product.onboard(buildTenant('advanced'));
    footprint = footprintName(tenant);
  }, 60_000);

  const registry = () =>
    registryContext(product.outputs.stacks['controlplane-stack']?.RegistryTableName ?? '', dynamodb);
  /** Goes through all pages, as the function's own role. */
  const reconcile = async (order: object) => {
    const lambda = new LambdaClient(clientConfig(product.port));
    const findings: Report['findings'] = [];
    let cursor: string | undefined;
    do {
      const { Payload, FunctionError } = await lambda.send(
        new InvokeCommand({
          FunctionName: product.outputs.stacks['coreappplane-stack']?.ReconcilerFunctionName,
          Payload: Buffer.from(JSON.stringify({ ...order, cursor })),
        }),
      );
      const answer = JSON.parse(Buffer.from(Payload ?? []).toString());
      expect({ FunctionError, answer }).toEqual({ FunctionError: undefined, answer: expect.anything() });
      findings.push(...(answer as Report).findings);
      cursor = (answer as Report).next;
    } while (cursor);
    return findings;
  };
  const ours = {
    fix: false,
    get tenantId() {
      return tenant.tenantId;
    },
  };
  const makeTable = (TableName: string, tenantId?: string) =>
    dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        // As our steps tag what they make.
        Tags: tenantId
          ? [
              { Key: 'tenantId', Value: tenantId },
              { Key: 'tenantName', Value: tenant.tenantName },
              { Key: 'tier', Value: 'ADVANCED' },
            ]
          : [],
      }),
    );
  const tables = async () => (await dynamodb.send(new ListTablesCommand({}))).TableNames ?? [];

  it('finds a service that was scaled by hand, and scales it back when asked', async () => {
    const ecs = new ECSClient(clientConfig(product.port));
    const service = `${footprint}-products`;
    const count = async () =>
      (await ecs.send(new DescribeServicesCommand({ cluster: 'advanced', services: [service] })))
        .services?.[0]?.desiredCount;
    await ecs.send(new UpdateServiceCommand({ cluster: 'advanced', service, desiredCount: 2 }));

    const looked = await reconcile({ ...ours });
    const countAfterLook = await count();
    const mended = await reconcile({ ...ours, fix: true });

    expect(looked).toMatchObject([{ kind: 'drift', type: 'Service', name: service }]);
    expect(countAfterLook).toBe(2);
    expect(mended).toMatchObject([{ kind: 'drift', mended: true }]);
    expect(await count()).toBe(1);
    expect(await reconcile({ ...ours })).toEqual([]);
  });

  it('finds a table that somebody deleted, and leaves the ledger of a living tenant alone', async () => {
    const name = `${footprint}-orders`;
    // What is younger than five minutes is not judged.
    await registry().documents.send(
      new UpdateCommand({
        TableName: registry().tableName,
        Key: keys.resource(tenant.tenantId, 'Table', name),
        UpdateExpression: 'SET createdAt = :long',
        ExpressionAttributeValues: { ':long': '2026-01-01T00:00:00.000Z' },
      }),
    );
    await dynamodb.send(new DeleteTableCommand({ TableName: name }));

    const found = await reconcile({ ...ours, fix: true });

    expect(found).toMatchObject([{ kind: 'ghost', type: 'Table', name }]);
    expect(found[0]).not.toHaveProperty('mended');
    const entry = (await readLedger(registry(), tenant.tenantId)).find((each) => each.name === name);
    expect(entry?.state).toBe('created');
  });

  it('deletes what a deleted tenant left behind, and nothing without its tag or of a stranger', async () => {
    await product.admin('DELETE', `/tenant-registrations/${tenant.tenantRegistrationId}?retainDays=0`);
    await until('the tenant is deleted', 60_000, async () => {
      const { body } = await product.admin<{ data: { registrationStatus: string } }>(
        'GET',
        `/tenant-registrations/${tenant.tenantRegistrationId}`,
      );
      return body.data.registrationStatus === 'Deleted' || undefined;
    });
    const stranger = `tenant-stranger-${tenant.tenantId.slice(0, 8)}`;
    await makeTable(`${footprint}-left`, tenant.tenantId);
    await makeTable(`${footprint}-untagged`);
    await makeTable(stranger, `unknown-${tenant.tenantId}`);
    try {
      const mended = await reconcile({ ...ours, fix: true });
      const strangers = await reconcile({ fix: false });

      expect(mended).toMatchObject([
        { kind: 'orphan', type: 'Table', name: expect.stringMatching(/-left$/), mended: true },
      ]);
      expect(strangers).toContainEqual(
        expect.objectContaining({ kind: 'orphan', name: expect.stringContaining(stranger) }),
      );
      const left = await tables();
      expect(left).not.toContain(`${footprint}-left`);
      expect(left).toEqual(expect.arrayContaining([`${footprint}-untagged`, stranger]));
    } finally {
      await dynamodb.send(new DeleteTableCommand({ TableName: `${footprint}-untagged` }));
      await dynamodb.send(new DeleteTableCommand({ TableName: stranger }));
    }
  });
});
