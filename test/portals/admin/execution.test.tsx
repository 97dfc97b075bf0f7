import { cleanup, screen, waitFor, within } from '@testing-library/react';
import { ExecutionPage } from '../../../app-services/admin-portal/pages/execution/execution-page';
import type { Execution, TimelineEntry } from '../../../app-services/admin-portal/types';
import definition from '../../../state-machines/onboarding.asl.json';
import { buildEntry } from './build-timeline';
import { type Answers, me, openPage, refusal } from './open-page';

const NAME = 'acme-onboarding-1';
const ARN = `arn:aws:states:us-east-1:000000000000:execution:tenant-onboarding:${NAME}`;
const API = '/tenant-registrations/r-1';

const buildExecution = (timeline: TimelineEntry[], more: Partial<Execution> = {}): Execution => ({
  name: NAME,
  executionArn: ARN,
  operation: 'onboarding',
  status: 'RUNNING',
  startedAt: '2026-03-01T12:00:00.000Z',
  redriveCount: 0,
  redrivable: false,
  consoleUrl: 'https://us-east-1.console.aws.amazon.com/states/home#/v2/executions/details/acme',
  timeline,
  redrives: [],
  ...more,
});

const failed = () =>
  buildExecution(
    [
      buildEntry('Begin the onboarding'),
      buildEntry("Create the tenant's identity", {
        ...{ id: 7, status: 'failed', error: 'AccessDenied', cause: 'cognito-idp:CreateUserPool is refused' },
      }),
    ],
    {
      status: 'FAILED',
      stoppedAt: '2026-03-01T12:00:04.000Z',
      failure: {
        ...{ state: "Create the tenant's identity", error: 'AccessDenied', executionArn: ARN },
        cause: 'cognito-idp:CreateUserPool is refused',
      },
    },
  );

const registration = (failure?: object) => ({
  ...{ tenantRegistrationId: 'r-1', tenantId: 't-1', sbtaws_active: true },
  ...{ registrationStatus: 'Created', ...(failure && { failure }) },
});

function open(execution: () => Execution, more: Answers = {}, search = '') {
  return openPage(
    ExecutionPage,
    '/tenants/:tenantRegistrationId/executions/:name',
    `/tenants/r-1/executions/${NAME}${search}`,
    {
      'GET /me': () => me('SystemAdmin'),
      [`GET ${API}/footprint`]: () => ({ tenantName: 'acme', tier: 'BASIC', tenantId: 't-1', resources: [] }),
      [`GET ${API}`]: () => registration({ executionArn: ARN }),
      [`GET ${API}/executions`]: () => [execution()],
      [`GET ${API}/executions/${NAME}`]: execution,
      [`GET ${API}/executions/${NAME}/definition`]: () => ({ stateMachineArn: 'arn', definition }),
      [`GET ${API}/executions/${NAME}/states/7`]: () => ({
        ...{ id: 7, state: "Create the tenant's identity", input: { plan: 'silo' }, inputBytes: 15 },
      }),
      ...more,
    },
  );
}

const inGraph = (name: string) => screen.findByRole('option', { name: new RegExp(`^${name}`) });

it('opens at the state that failed, with its error, cause and input', async () => {
  open(failed);

  expect((await inGraph("Create the tenant's identity")).getAttribute('aria-selected')).toBe('true');
  expect(screen.getByText("Failed at “Create the tenant's identity”")).toBeTruthy();
  expect(screen.getAllByText('cognito-idp:CreateUserPool is refused')).toHaveLength(2);
  expect((await screen.findByRole('region', { name: 'Input' })).textContent).toContain('"plan": "silo"');
  expect(screen.getByRole('link', { name: /AWS console/ }).getAttribute('href')).toBe(failed().consoleUrl);
  expect(document.title).toMatch(/^Onboarding of acme/);
});

describe("a state's data", () => {
  const shown = async (data: object) => {
    open(failed, { [`GET ${API}/executions/${NAME}/states/7`]: () => ({ id: 7, state: '', ...data }) });
    await screen.findByText('Type');
    await waitFor(() => expect(screen.queryByText(/^Loading its data/)).toBeNull());
    return screen
      .queryAllByRole('region')
      .map((region) => [region.getAttribute('aria-label'), region.textContent?.replaceAll(/\s+/g, '')])
      .filter(([label]) => ['Input', 'Arguments', 'Result', 'Assigned', 'Output'].includes(label ?? ''));
  };

  it('is what went by variables too, and only what there is', async () => {
    const parts = await shown({
      ...{ input: {}, inputBytes: 2, output: {}, outputBytes: 2 },
      ...{ arguments: { Payload: { tier: 'BASIC' } }, argumentsBytes: 30 },
      ...{ assigned: { plan: { silo: false } }, assignedBytes: 23 },
    });

    expect(parts).toEqual([
      ['Arguments', '{"Payload":{"tier":"BASIC"}}'],
      ['Assigned', '{"plan":{"silo":false}}'],
    ]);
  });

  it("is its task's result, where nothing else tells it", async () => {
    expect(await shown({ inputBytes: 0, result: 5, resultBytes: 1 })).toEqual([['Result', '5']]);
  });

  it('has its size told where it is too large, and is said to be none where there is none', async () => {
    expect(await shown({ inputBytes: 2, input: {}, argumentsBytes: 70_000 })).toEqual([]);
    expect(screen.getByRole('heading', { name: 'Arguments' })).toBeTruthy();
    expect(screen.getByText('It has 70,000 bytes, too many to be shown.')).toBeTruthy();
    cleanup();

    expect(await shown({ inputBytes: 2, input: {} })).toEqual([]);
    expect(screen.getByText('It has no data so far.')).toBeTruthy();
  });
});

it('says what the signs and colours of the graph mean, of those that are in it', async () => {
  open(failed);

  const legend = within(await screen.findByRole('list', { name: 'Signs in the graph' }));
  expect(legend.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    ...['Not reached', 'Succeeded', 'Failed'],
  ]);
});

it('graph and list have one selection, which the address holds', async () => {
  const { user, address } = open(failed);
  await user.click(await inGraph('Begin the onboarding'));

  const table = screen.getByRole('table', { name: 'States' });
  const radio = within(table).getByRole('radio', { name: 'Begin the onboarding' }) as HTMLInputElement;
  expect(radio.checked).toBe(true);
  expect(address()).toContain('?state=Begin+the+onboarding');

  await user.click(within(table).getByRole('radio', { name: 'Activate the tenant' }));
  expect((await inGraph('Activate the tenant')).getAttribute('aria-selected')).toBe('true');
  expect(screen.getByText('The execution has not reached this state.')).toBeTruthy();
});

it('is live: a state turns green and the next is looked at, without a reload', async () => {
  let goneOn = false;
  const begin = buildEntry('Begin the onboarding', { id: 1, status: 'running' });
  open(() =>
    goneOn
      ? buildExecution([
          { ...begin, status: 'succeeded', left: begin.entered, seconds: 0 },
          buildEntry("Create the tenant's identity", { id: 7, status: 'running' }),
        ])
      : buildExecution([begin]),
  );
  expect((await inGraph('Begin the onboarding')).getAttribute('data-status')).toBe('running');

  goneOn = true;
  await waitFor(async () =>
    expect((await inGraph('Begin the onboarding')).getAttribute('data-status')).toBe('succeeded'),
  );
  expect((await inGraph("Create the tenant's identity")).getAttribute('aria-selected')).toBe('true');
});

it('replays where it failed, and then shows what goes on', async () => {
  let replayed = false;
  const goesOn = () => {
    const { timeline, failure: _failure, stoppedAt, ...rest } = failed();
    const before = timeline.map((entry) => ({
      failed: entry.status === 'failed',
      left: stoppedAt,
      ...entry,
    }));
    const again = buildEntry("Create the tenant's identity", {
      ...{ id: 12, status: 'running', redrive: 1, entered: '2026-03-01T12:05:00.000Z' },
    });
    return {
      ...rest,
      ...{ status: 'RUNNING' as const, timeline: [...before, again], redrives: [again.entered] },
    };
  };
  const { user, address } = open(() => (replayed ? goesOn() : failed()), {
    [`POST ${API}/replay`]: () => {
      replayed = true;
      return { replay: 'redriven', executionName: NAME, executionArn: 'arn', message: 'it goes on' };
    },
  });
  await user.click(await screen.findByRole('button', { name: 'Replay' }));

  expect(await screen.findByText('it goes on')).toBeTruthy();
  await waitFor(async () =>
    expect((await inGraph("Create the tenant's identity")).getAttribute('data-status')).toBe('running'),
  );
  expect(screen.queryByText(/^Failed at/)).toBeNull();
  expect(address()).toBe(`/tenants/r-1/executions/${NAME}`);
});

describe('an execution that a later one overtook', () => {
  const later = {
    ...failed(),
    name: 'acme-activation-2',
    executionArn: 'arn:e:tenant-activation:acme-activation-2',
  };
  const exported = {
    ...failed(),
    operation: 'export',
    name: 'acme-export-3',
    executionArn: 'arn:e:export:acme-export-3',
  };

  it.each<[string, object, object[]]>([
    ['began', registration(), [exported, later, failed()]],
    ['failed', registration({ executionArn: later.executionArn }), [failed()]],
  ])('has no replay, and leads to the one that %s since', async (_what, told, executions) => {
    open(failed, { [`GET ${API}`]: () => told, [`GET ${API}/executions`]: () => executions });

    const link = await screen.findByRole('link', { name: 'Look at that one' });
    expect(link.getAttribute('href')).toBe('/tenants/r-1/executions/acme-activation-2');
    expect(screen.queryByRole('button', { name: 'Replay' })).toBeNull();
  });

  it('is none that has just failed, or that only an export came after', async () => {
    open(failed, {
      [`GET ${API}`]: () => registration(),
      [`GET ${API}/executions`]: () => [exported, failed()],
    });

    expect(await screen.findByRole('button', { name: 'Replay' })).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Look at that one' })).toBeNull();
  });
});

it('says why a replay is refused', async () => {
  const { user } = open(failed, { [`POST ${API}/replay`]: () => refusal(409, 'another operation runs') });
  await user.click(await screen.findByRole('button', { name: 'Replay' }));

  expect(await screen.findByText('another operation runs')).toBeTruthy();
});

it('says so when what is shown is no longer kept up to date', async () => {
  let looks = 0;
  const running = buildExecution([buildEntry('Begin the onboarding', { id: 1, status: 'running' })]);
  open(() => running, {
    [`GET ${API}/executions/${NAME}`]: () =>
      ++looks < 2 ? running : refusal(500, 'the service has a fault'),
  });
  expect((await inGraph('Begin the onboarding')).getAttribute('data-status')).toBe('running');

  expect(await screen.findByText('the service has a fault')).toBeTruthy();
  expect((await inGraph('Begin the onboarding')).getAttribute('data-status')).toBe('running');
});

it('offers no replay to an operator who may only look', async () => {
  const { asked } = open(failed, { 'GET /me': () => me('CustomerSupport') });
  await inGraph('Begin the onboarding');
  await waitFor(() => expect(asked['GET /me']).toBeDefined());

  expect(screen.queryByRole('button', { name: 'Replay' })).toBeNull();
});

it('says so when there is no such execution, and leads back to the tenant', async () => {
  open(failed, { [`GET ${API}/executions/${NAME}`]: () => refusal(404, 'Execution not found') });

  expect(await screen.findByText('There is no such execution')).toBeTruthy();
  expect(screen.getByRole('heading', { name: 'Execution', level: 1 })).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Go to the tenant' }).getAttribute('href')).toBe('/tenants/r-1');
});

it('still tells of an execution that Step Functions has forgotten', async () => {
  open(() => buildExecution([], { status: 'EXPIRED' }), {
    [`GET ${API}/executions/${NAME}/definition`]: () => refusal(404, 'Execution has expired'),
  });

  expect(await screen.findByText('Its states are not known any more')).toBeTruthy();
  expect(screen.getByText('Forgotten by Step Functions')).toBeTruthy();
});

it('shows each time that a state was entered', async () => {
  const first = buildEntry("Create the tenant's identity", {
    ...{ id: 5, status: 'failed', failed: true, error: 'AccessDenied', cause: 'refused', seconds: 1 },
    left: '2026-03-01T12:00:01.000Z',
  });
  const second = buildEntry("Create the tenant's identity", {
    ...{ id: 7, redrive: 1, entered: '2026-03-01T12:05:00.000Z', left: '2026-03-01T12:05:01.000Z' },
  });
  const { user } = open(
    () => buildExecution([first, second], { status: 'SUCCEEDED', redrives: ['2026-03-01T12:05:00.000Z'] }),
    {
      [`GET ${API}/executions/${NAME}/states/5`]: () => ({ id: 5, state: '', input: 'first', inputBytes: 7 }),
    },
    '?state=Create the tenant%27s identity',
  );
  await screen.findByRole('region', { name: 'Input' });
  expect(screen.queryByText('AccessDenied')).toBeNull();

  await user.click(screen.getByRole('button', { name: /Which time it was entered/ }));
  await user.click(await screen.findByRole('option', { name: /^Entry 1/ }));

  expect(await screen.findByText('AccessDenied')).toBeTruthy();
  await waitFor(() => expect(screen.getByRole('region', { name: 'Input' }).textContent).toContain('first'));
});
