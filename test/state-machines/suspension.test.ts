import { choose, evaluate, stateMachine, statesByName } from '../builders/state-machine';

const tenant = { tenantId: 't-1', tenantRegistrationId: 'r-1', tenantName: 'acme', tier: 'PREMIUM' };
const plan = { tenant, executionArn: 'arn:execution', silo: true };
const context = { Execution: { Id: 'arn:execution' } };
const MACHINES = ['activation', 'deactivation'] as const;
const pathOf = async (name: (typeof MACHINES)[number], silo: boolean) => {
  const machine = stateMachine(name);
  const state = statesByName(machine);
  const path: string[] = [];
  for (let at: string | undefined = machine.StartAt; at; ) {
    path.push(at);
    const here = state(at);
    at = here.Type === 'Choice' ? await choose(here, { plan: { ...plan, silo } }) : here.Next;
  }
  return path.filter((each) => state(each).Type === 'Task');
};

describe.each(MACHINES)('the state machine of the %s', (operation) => {
  const state = statesByName(stateMachine(operation));
  const begin = state(`Begin the ${operation}`);

  it('hands its first step tenant, execution and operation, and keeps the plan', async () => {
    const payload = await evaluate(begin.Arguments?.Payload, {
      states: { input: { tenant, eventId: 'e-1' }, context },
    });

    expect(payload).toEqual({ tenant, executionArn: 'arn:execution', operation });
    expect(await evaluate(begin.Assign, { states: { result: { Payload: plan } } })).toEqual({ plan });
  });

  it('gives up at once on a service that was deleted', () => {
    const scaling = operation === 'activation' ? 'Scale the services up' : 'Scale the services to zero';

    expect(state(scaling).Retry?.[0]).toMatchObject({
      MaxAttempts: 0,
      ErrorEquals: expect.arrayContaining(['ServiceMissingError']),
    });
  });

  it('waits over an hour for another operation of the tenant', () => {
    const busy = begin.Retry?.find(({ ErrorEquals }) => ErrorEquals.includes('TenantBusyError'));

    // Full jitter: half of the interval on average, which is 60 s at the most.
    expect((busy?.MaxAttempts ?? 0) * 30).toBeGreaterThanOrEqual(3_600);
  });

  it('publishes one event, under its name, with the detail that the access step gave', async () => {
    const told = { tenantId: 't-1', executionArn: 'arn:execution' };
    const event = operation === 'activation' ? 'activateSuccess' : 'deactivateSuccess';

    const { Entries } = (await evaluate(state('Publish the success').Arguments, {
      states: { input: told },
    })) as { Entries: unknown[] };

    expect(Entries).toEqual([
      {
        // biome-ignore-start lint/suspicious/noTemplateCurlyInString: placeholders of the definition
        EventBusName: '${EventBusName}',
        Source: '${ApplicationPlaneSource}',
        DetailType: `\${DetailTypePrefix}${event}`,
        // biome-ignore-end lint/suspicious/noTemplateCurlyInString: placeholders of the definition
        Detail: told,
      },
    ]);
  });

  it('gives back only its own lock, and ends well also when it cannot', async () => {
    const release = state("Release the tenant's lock");

    expect(await evaluate(release.Arguments, { plan, states: { context } })).toMatchObject({
      Key: { pk: { S: 'TENANT#t-1' }, sk: { S: 'LOCK' } },
      ConditionExpression: 'executionArn = :execution',
      ExpressionAttributeValues: { ':execution': { S: 'arn:execution' } },
    });
    expect(release.Catch?.map(({ Next }) => Next)).toEqual([release.Next]);
  });
});

describe('a tenant is suspended', () => {
  const state = statesByName(stateMachine('deactivation'));

  it.each([
    [true, ['Scale the services to zero']],
    [false, []],
  ])('access first, then its own services (silo: %s)', async (silo, scaling) => {
    expect(await pathOf('deactivation', silo)).toEqual([
      'Begin the deactivation',
      "Suspend the tenant's access",
      ...scaling,
      'Publish the success',
      "Release the tenant's lock",
    ]);
  });

  it('with what each step needs', async () => {
    const access = await evaluate(state("Suspend the tenant's access").Arguments?.Payload, { plan });
    const scale = await evaluate(state('Scale the services to zero').Arguments?.Payload, { plan });

    expect(access).toEqual({ plan, status: 'suspended' });
    expect(scale).toEqual({ plan, inService: false });
  });

  it('and the event has what the access step gave, also after the services were scaled', async () => {
    const told = { tenantId: 't-1' };

    const variables = await evaluate(state("Suspend the tenant's access").Assign, {
      states: { result: { Payload: told } },
    });

    expect(await evaluate(state('Tell what was done').Output, variables as Record<string, unknown>)).toEqual(
      told,
    );
  });
});

describe('a tenant is resumed', () => {
  const state = statesByName(stateMachine('activation'));

  it.each([
    [true, ['Scale the services up']],
    [false, []],
  ])('its own services first, access last and only once they answer (silo: %s)', async (silo, scaling) => {
    expect(await pathOf('activation', silo)).toEqual([
      'Begin the activation',
      ...scaling,
      'Verify the tenant by real requests',
      "Restore the tenant's access",
      'Publish the success',
      "Release the tenant's lock",
    ]);
  });

  it('with what each step needs', async () => {
    const scale = await evaluate(state('Scale the services up').Arguments?.Payload, { plan });
    const verify = await evaluate(state('Verify the tenant by real requests').Arguments?.Payload, { plan });
    const access = await evaluate(state("Restore the tenant's access").Arguments?.Payload, { plan });

    expect(scale).toEqual({ plan, inService: true });
    expect(verify).toEqual({ plan });
    expect(access).toEqual({ plan, status: 'active' });
  });
});
