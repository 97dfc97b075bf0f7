import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { caller } from '../../builders/admin-api';
import { useControlPlane } from '../../builders/control-plane';
import { claimsOf, operatorIds } from '../../builders/operators';

const PORT = 15027;

describe('logs of the admin API', () => {
  // In development mode Powertools writes through the console, where a test can listen.
  useControlPlane(PORT, { POWERTOOLS_LOG_LEVEL: 'INFO', POWERTOOLS_DEV: 'true' });

  it('tell route, status, operator and error, and no mailbox, name or claim', async () => {
    const lines: string[] = [];
    for (const method of ['info', 'warn', 'error', 'log'] as const) {
      jest
        .spyOn(console, method)
        .mockImplementation((...said: unknown[]) => void lines.push(String(said[0])));
    }
    const { handler } = await import('../../../lambdas/admin-api/tenant-registrations/handler');
    const call = caller(handler);
    const tenantData = { tenantName: 'acme-secret', email: 'jane.doe@example.com', tier: 'BASIC' };
    const claims = { ...claimsOf('jane'), email: 'operator@example.com' };

    await call('POST /tenant-registrations', { body: { tenantData }, claims });
    await call('POST /tenant-registrations', { body: { tenantData }, claims });
    await call('POST /tenant-registrations', {
      body: { tenantData: { ...tenantData, tier: 'jane.doe@' } },
      claims,
    });
    const bus = mockClient(EventBridgeClient).rejects(new Error('the bus is away'));
    await call('POST /tenant-registrations', {
      body: { tenantData: { ...tenantData, tenantName: 'other-secret', email: 'john.doe@example.com' } },
      claims,
    });
    bus.restore();
    jest.restoreAllMocks();

    const log = lines.join('\n');
    for (const told of [
      'POST /tenant-registrations',
      '"status": 201',
      'TenantNameTakenError',
      operatorIds.get('jane'),
      'the bus is away',
    ]) {
      expect(log).toContain(told);
    }
    expect(log).not.toMatch(/jane\.doe|john\.doe|-secret|"jane"|operator@/);
  });
});
