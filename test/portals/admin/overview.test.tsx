import { screen } from '@testing-library/react';
import { OverviewPage } from '../../../app-services/admin-portal/pages/overview/overview-page';
import { openPage } from './open-page';

const AT = '2026-01-01T00:00:00.000Z';
const ref = (name: string) => ({
  tenantId: `t-${name}`,
  tenantRegistrationId: `r-${name}`,
  tenantName: name,
});

const OVERVIEW = {
  at: AT,
  tenants: {
    total: 5,
    byTier: [
      { tier: 'BASIC', count: 3 },
      { tier: 'PREMIUM', count: 2 },
    ],
    byStatus: [
      { registrationStatus: 'Failed to provision', count: 1 },
      { registrationStatus: 'Created', count: 4 },
    ],
  },
  operations: {
    running: 1,
    failed: 8,
    runningNow: [
      { ...ref('acme'), operation: 'onboarding', executionName: 'acme-onboarding-1', startedAt: AT },
    ],
    failedLast: [
      {
        ...ref('broken'),
        ...{ registrationStatus: 'Failed to provision', updatedAt: AT, executionName: 'broken-onboarding-1' },
        failure: { state: 'Create table', error: 'AccessDenied', cause: 'no', executionArn: 'arn' },
      },
    ],
  },
  cells: [{ cellId: 'cell-1', pool: true, slots: 30, used: 12, pooledTenants: 3 }],
  throttled: { total: 41, tenants: [{ ...ref('greedy'), requests: 41 }] },
};

const open = (changes: object = {}) =>
  openPage(OverviewPage, '/', '/', { 'GET /overview': () => ({ ...OVERVIEW, ...changes }) });
const linkTo = async (name: string) => (await screen.findByRole('link', { name })).getAttribute('href');

it('every number leads to what it counts', async () => {
  open();

  expect(await linkTo('All but deleted: 5')).toBe('/tenants');
  expect(await linkTo('Basic: 3')).toBe('/tenants?tier=BASIC');
  expect(await linkTo('Failed to provision: 1')).toBe('/tenants?state=Failed+to+provision');
  expect(await linkTo('Running: 1')).toBe('/operations?tab=executions');
  expect(await linkTo('Tenants whose last one failed: 8')).toBe('/tenants?failed=true');
  expect(await linkTo('Tenants in places of cell-1: 12')).toBe(
    '/tenants?search=cell-1&tier=ADVANCED%2CPREMIUM',
  );
  expect(await linkTo('Tenants in the pool of cell-1: 3')).toBe('/tenants?search=cell-1&tier=BASIC');
  expect(await linkTo('greedy')).toBe('/tenants/r-greedy');
  expect(await linkTo('Throttled requests of greedy: 41')).toBe('/tenants/r-greedy');
});

it('leads to the executions that run and that failed', async () => {
  open();

  expect(await linkTo('Onboarding')).toBe('/tenants/r-acme/executions/acme-onboarding-1');
  expect(await linkTo('Create table: AccessDenied')).toBe('/tenants/r-broken/executions/broken-onboarding-1');
});

it('says that throttled requests of others than those listed are counted', async () => {
  open({ throttled: { ...OVERVIEW.throttled, total: 1_041 } });

  expect(await screen.findByText(/1,000 of them were of tenants that are not listed here/)).toBeTruthy();
});

it('tells how full a cell is', async () => {
  open();

  expect(await screen.findByText('18 of 30 places are free')).toBeTruthy();
  expect(screen.getByRole('progressbar', { name: /Places taken in cell-1/ }).getAttribute('value')).toBe(
    '40',
  );
});

it('shows alarms with what to do', async () => {
  const alarm = { state: 'ALARM', problem: 'Letters wait.', action: 'redrive them' };
  const of = (name: string) => ({ ...alarm, name, consoleUrl: `https://console.example/${name}` });
  const made = 'controlplane-stack-AlarmsResultsDeadLettersA79D71CD-76E07A72D0D02';
  open({ alarms: [of(made), of('queue-not-empty')] });

  // By the names under which the documentation tells of them.
  expect(await linkTo('ResultsDeadLetters Opens the AWS console in a new tab')).toBe(
    `https://console.example/${made}`,
  );
  expect(await linkTo('queue-not-empty Opens the AWS console in a new tab')).toBeTruthy();
  expect(screen.getAllByText('In alarm')).toHaveLength(2);
  expect(screen.getAllByText('Redrive them')).toHaveLength(2);
});

it('does not take alarms that are not known for none', async () => {
  open();

  expect(await screen.findByText('Alarms are not known')).toBeTruthy();
});
