import { tenantClients } from '../../../../app-services/shared/data/tenant-clients';

const config = { region: 'eu-west-1', serviceName: 'orders' };

it("one client for all where the task's own role reaches the table", () => {
  const clientOf = tenantClients(config);
  expect(clientOf('a')).toBe(clientOf('b'));
});

it('a client by tenant, never by request, on the connections of all, where the table is shared', () => {
  const clientOf = tenantClients({ ...config, tenantDataRoleArn: 'arn:aws:iam::111122223333:role/data' });
  expect(clientOf('a')).toBe(clientOf('a'));
  expect(clientOf('a')).not.toBe(clientOf('b'));
  expect(clientOf('a').config.requestHandler).toBe(clientOf('b').config.requestHandler);
});
