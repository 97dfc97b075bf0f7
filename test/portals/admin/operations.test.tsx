import { focusManager } from '@tanstack/react-query';
import { screen, waitFor, within } from '@testing-library/react';
import { OperationsPage } from '../../../app-services/admin-portal/pages/operations/operations-page';
import { ReceiptPage } from '../../../app-services/admin-portal/pages/operations/receipt-page';
import { type Answers, me, openPage } from './open-page';

// As in a tab that nobody looks at, nothing polls: what changes on the page was asked for by it.
beforeEach(() => focusManager.setFocused(false));
afterEach(() => focusManager.setFocused(undefined));

const AT = '2026-01-01T00:00:00.000Z';
const letter = (messageId: string, changes: object = {}) => ({
  ...{ messageId, sentAt: AT, reason: 'TenantBusyError', detailType: `event-${messageId}` },
  ...changes,
});
const finding = (kind: string, name: string) => ({
  ...{ kind, name, tenantId: 't-1', tenantName: 'acme', type: 'TargetGroup' },
  ...{ detail: `detail of ${name}`, advice: `advice for ${name}` },
});
const DONE = { state: 'done', startedAt: AT, finishedAt: AT, tenants: 7 };

const open = (tab: string, answers: Answers) =>
  openPage(OperationsPage, '/operations', `/operations?${tab}`, {
    'GET /me': () => me('SystemAdmin'),
    ...answers,
  });

/** Two letters in one queue, nothing in the other. */
const letters = (): Answers => {
  const waiting = [letter('1', { tenantName: 'acme', tenantRegistrationId: 'r-1' }), letter('2')];
  return {
    'GET /dead-letters': () => [
      { queue: 'results', holds: 'Results', count: waiting.length, messages: [...waiting] },
      { queue: 'requests', holds: 'Requests', count: 0, messages: [] },
    ],
    'POST /dead-letters/redrive': ({ body }) => {
      const ids = (body as { messageIds?: string[] }).messageIds ?? ['1', '2'];
      const sent = waiting.filter(({ messageId }) => ids.includes(messageId) && messageId !== '2');
      for (const one of sent) waiting.splice(waiting.indexOf(one), 1);
      const kept = ids.includes('2') ? [{ ...letter('2'), outcome: 'kept', why: 'it holds no event' }] : [];
      return {
        queue: 'results',
        messages: [...sent.map((one) => ({ ...one, outcome: 'sent' })), ...kept],
        message: `${sent.length} sent again, ${kept.length} kept`,
      };
    },
  };
};

it('redrives the letters that are chosen, which leave the table', async () => {
  const { user, last } = open('tab=dead-letters', letters());
  await user.click(await screen.findByRole('checkbox', { name: 'Choose event-1 1' }));
  await user.click(screen.getByRole('button', { name: 'Redrive chosen' }));

  expect(await screen.findByText('Redrive of results: 1 sent again, 0 kept')).toBeTruthy();
  expect(last('POST /dead-letters/redrive')?.body).toEqual({ queue: 'results', messageIds: ['1'] });
  await waitFor(() => expect(screen.queryByText('event-1')).toBeNull());
});

it('redrives all, and says why one stays', async () => {
  const { user, last } = open('tab=dead-letters', letters());
  await user.click(await screen.findByRole('button', { name: 'Redrive all' }));

  expect(await screen.findByText('it holds no event')).toBeTruthy();
  expect(last('POST /dead-letters/redrive')?.body).toEqual({ queue: 'results' });
});

it('a CustomerSupport reads the letters and can send none', async () => {
  const { asked } = open('tab=dead-letters', { ...letters(), 'GET /me': () => me('CustomerSupport') });
  expect((await screen.findByRole('link', { name: 'acme' })).getAttribute('href')).toBe('/tenants/r-1');
  await waitFor(() => expect(asked['GET /me']).toHaveLength(1));

  expect(screen.queryByText('Redrive all')).toBeNull();
  expect(screen.queryByRole('checkbox')).toBeNull();
});

it('shows findings by kind, as the address says', async () => {
  const { user, address } = open('tab=findings', {
    'GET /reconciliation': () => ({
      ...DONE,
      findings: [finding('drift', 'orders'), finding('orphan', 'left')],
    }),
  });
  expect(await screen.findByText('detail of orders')).toBeTruthy();
  expect(screen.getAllByText('Target group')).toHaveLength(2);
  expect(screen.getByText(/^7 tenants compared .*the daily run$/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Orphan (1)' }));

  expect(address()).toBe('/operations?tab=findings&kind=orphan');
  expect(screen.queryByText('detail of orders')).toBeNull();
  expect(screen.getByText('advice for left')).toBeTruthy();
});

it('tells how many tenants were not compared, since an operation holds them', async () => {
  open('tab=findings', { 'GET /reconciliation': () => ({ ...DONE, skipped: 2, findings: [] }) });

  expect(
    await screen.findByText(/^7 tenants compared .*, 2 left out, which an operation holds$/),
  ).toBeTruthy();
});

it('tells of one tenant as of one', async () => {
  open('tab=findings', { 'GET /reconciliation': () => ({ ...DONE, tenants: 1, findings: [] }) });

  expect(await screen.findByText(/^1 tenant compared /)).toBeTruthy();
});

it('a comparison that mends is asked about first', async () => {
  const { user, asked, last } = open('tab=findings', {
    'GET /reconciliation': () => ({ ...DONE, findings: [] }),
    'POST /reconciliation': () => ({ startedAt: AT, message: 'begun' }),
  });
  await user.click(await screen.findByRole('button', { name: 'Compare and mend' }));
  expect(asked['POST /reconciliation']).toBeUndefined();
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: 'Compare and mend' }));

  expect(await screen.findByText('The comparison has begun')).toBeTruthy();
  expect(last('POST /reconciliation')?.body).toEqual({ fix: true });
});

it('no comparison is ordered while one runs', async () => {
  open('tab=findings', { 'GET /reconciliation': () => ({ state: 'running', startedAt: AT, findings: [] }) });

  const button = await screen.findByRole('button', { name: 'Compare and mend' });
  expect(button.hasAttribute('disabled') || button.getAttribute('aria-disabled') === 'true').toBe(true);
});

it('lists who is gone, page after page, each with its receipt', async () => {
  const row = (id: string) => ({
    ...{ tenantRegistrationId: id, tenantId: id, tenantName: `gone-${id}`, tier: 'BASIC' },
    ...{ createdAt: AT, deletedAt: AT, receipt: { resources: [{}, {}] } },
  });
  const { user } = open('tab=receipts', {
    'GET /deletion-receipts': ({ query }) =>
      query.next_token ? { data: [row('2')] } : { data: [row('1')], next_token: 'more' },
  });
  expect((await screen.findByRole('link', { name: 'gone-1' })).getAttribute('href')).toBe(
    '/operations/receipts/1',
  );
  await user.click(screen.getByRole('button', { name: 'Show more' }));

  expect(await screen.findByRole('link', { name: 'gone-2' })).toBeTruthy();
  expect(screen.getByRole('link', { name: 'gone-1' })).toBeTruthy();
});

const openReceipt = (registration: object) =>
  openPage(ReceiptPage, '/operations/receipts/:tenantRegistrationId', '/operations/receipts/r-1', {
    'GET /tenant-registrations/r-1': () => ({ tenantId: 't-1', createdAt: AT, ...registration }),
    'GET /tenants/t-1': () => ({ tenantName: 'acme', tier: 'PREMIUM' }),
  });

it('shows each resource of a receipt, and leads to the offboarding', async () => {
  openReceipt({
    sbtaws_active: false,
    receipt: {
      executionArn: 'arn:aws:states:us-east-1:1:execution:offboarding:acme-offboarding-1',
      completedAt: AT,
      resources: [
        { type: 'UserPool', name: 'orders-table', deletedAt: AT, createdAt: AT },
        { type: 'Role', name: 'unanswered', deletedAt: AT, plannedAt: AT },
      ],
    },
  });

  expect(await screen.findByRole('heading', { name: 'Deletion of acme' })).toBeTruthy();
  expect(screen.getByRole('row', { name: /User pool orders-table/ }).textContent).not.toContain('Planned');
  expect(screen.getByRole('row', { name: /unanswered Planned/ })).toBeTruthy();
  expect(screen.getByRole('link', { name: 'acme-offboarding-1' }).getAttribute('href')).toBe(
    '/tenants/r-1/executions/acme-offboarding-1',
  );
});

it('says that a tenant which is there has no receipt', async () => {
  openReceipt({ sbtaws_active: true, registrationStatus: 'Created' });

  expect(await screen.findByText(/is not deleted: it is “Created”/)).toBeTruthy();
});
