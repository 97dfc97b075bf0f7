import { onlineManager } from '@tanstack/react-query';
import { act, screen } from '@testing-library/react';
import { OperatorsPage } from '../../../app-services/admin-portal/pages/operators/operators-page';
import { OverviewPage } from '../../../app-services/admin-portal/pages/overview/overview-page';
import { TenantPage } from '../../../app-services/admin-portal/pages/tenant/tenant-page';
import { TenantsPage } from '../../../app-services/admin-portal/pages/tenants/tenants-page';
import { me, openPage, refusal } from './open-page';

beforeEach(() => onlineManager.setOnline(false));
afterEach(() => act(() => onlineManager.setOnline(true)));

it.each([
  ['the tenants', TenantsPage, '/tenants', 'Waiting for the network to load tenants'],
  ['a tenant', TenantPage, '/tenants/:tenantRegistrationId', 'Waiting for the network to load the tenant'],
  ['the operators', OperatorsPage, '/operators', 'Waiting for the network to load operators'],
  ['the overview', OverviewPage, '/', /^Waiting for the network to load /],
])('%s, never loaded, says offline that it waits for the network', async (_, Page, route, told) => {
  const { asked } = openPage(Page, route, route.replace(':tenantRegistrationId', 'r-1'), {});

  expect((await screen.findAllByText(told)).length).toBeGreaterThan(0);
  expect(screen.queryByText(/^Loading/)).toBeNull();
  expect(asked).toEqual({});
});

it('goes on by itself once the network is back', async () => {
  openPage(TenantPage, '/tenants/:tenantRegistrationId', '/tenants/r-1', {
    'GET /me': () => me('SystemAdmin'),
    'GET /tenant-registrations/r-1': () => refusal(404, 'there is no registration r-1'),
  });
  await screen.findByText('Waiting for the network to load the tenant');
  act(() => onlineManager.setOnline(true));

  expect(await screen.findByText('There is no such tenant')).toBeTruthy();
});
