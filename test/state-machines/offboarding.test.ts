import { choose, evaluate, stateMachine, statesByName } from '../builders/state-machine';

const machine = stateMachine('offboarding');
const state = statesByName(machine);
const tenant = { tenantId: 't-1', tenantRegistrationId: 'r-1', tenantName: 'acme', tier: 'PREMIUM' };
const plan = {
  tenant,
  executionArn: 'arn:execution',
  nothingToRemove: false,
  silo: true,
  ownCluster: true,
  services: ['orders', 'products', 'users'],
};
const context = { Execution: { Id: 'arn:execution', RedriveCount: 2 } };
const payloadOf = (name: string, bindings: Record<string, unknown>) =>
  evaluate(state(name).Arguments?.Payload, bindings);

describe('the offboarding state machine', () => {
  it.each([
    ['what the request says of it', { offboarding: { retainUntil: 'then', exportFirst: true } }],
    ['nothing beside', {}],
  ])('hands its first step the tenant, the execution and %s, and keeps the plan', async (_what, more) => {
    const input = { tenant, eventId: 'e-1', ...more };

    const payload = await payloadOf('Begin the offboarding', { states: { input, context } });
    const variables = await evaluate(state('Begin the offboarding').Assign, {
      states: { result: { Payload: plan } },
    });

    expect(payload).toEqual({ tenant, executionArn: 'arn:execution', ...more });
    expect(variables).toEqual({ plan, round: 0 });
  });

  it('waits over an hour for the onboarding of the same tenant to end', () => {
    const { Retry = [] } = state('Begin the offboarding');
    const busy = Retry.find(({ ErrorEquals }) => ErrorEquals.includes('TenantBusyError'));

    // Full jitter: half of the interval on average, which is 60 s at the most.
    expect((busy?.MaxAttempts ?? 0) * 30).toBeGreaterThanOrEqual(3_600);
    expect(Retry.findIndex(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'))).toBe(Retry.length - 1);
  });

  it.each([
    ['Is there nothing to remove?', { nothingToRemove: true }, "Release the tenant's lock"],
    ['Is there nothing to remove?', { nothingToRemove: false }, "Revoke the tenant's access"],
    ["Is the tenant's data kept for a while?", { retainUntil: 'then' }, "Keep the tenant's data"],
    ["Is the tenant's data kept for a while?", {}, "Is the tenant's data exported first?"],
    ["Is the tenant's data exported first?", { exportFirst: true }, 'Let the last requests write'],
    [
      "Is the tenant's data exported first?",
      { exportFirst: false },
      'Does the tenant have its own services?',
    ],
    ['Does the tenant have its own services?', { silo: true }, "Remove the tenant's services"],
    ['Does the tenant have its own services?', { silo: false }, 'Let admitted requests end'],
    ['Did the tier give its own network?', { silo: true }, "Remove the tenant's network"],
    ['Did the tier give its own network?', { silo: false }, "The network is the pool's"],
    ['Did the tier give its own cluster?', { ownCluster: true }, "Remove the tenant's cluster"],
    ['Did the tier give its own cluster?', { ownCluster: false }, "The network is the pool's"],
  ])('%s with %j: %s', async (name, changes, next) => {
    expect(await choose(state(name), { plan: { ...plan, ...changes } })).toBe(next);
  });

  it.each([
    ['Was the offboarding cancelled?', { cancelled: true }, "Release the tenant's lock"],
    ['Was the offboarding cancelled?', { cancelled: false }, "Is the tenant's data exported first?"],
    ['Is all data exported?', { done: true }, 'Does the tenant have its own services?'],
    ['Is all data exported?', { done: false, next: 'orders' }, "Export the tenant's data"],
    ['Is all data removed?', { done: true }, 'The data is removed'],
    ['Is all data removed?', { done: false, next: 'orders' }, "Remove the tenant's data"],
    ['Are all users removed?', { done: true }, 'The identity is removed'],
    ['Are all users removed?', { done: false, next: '{}' }, "Remove the tenant's identity"],
    ['Is all gone?', { gone: true, remaining: [] }, 'Complete the offboarding'],
    ['Is all gone?', { gone: false, remaining: [{}] }, 'Does the tenant have its own services?'],
    ['Is all gone?', { gone: false, remaining: [], next: 'page 2' }, 'Verify that all is gone'],
  ])('%s after %j: %s', async (name, input, next) => {
    expect(await choose(state(name), { plan, states: { input } })).toBe(next);
  });

  it('waits until the planned time, then claims the removal before it touches anything', async () => {
    const wait = state("Keep the tenant's data") as { Timestamp?: string; Next?: string };

    expect(await evaluate(wait.Timestamp, { plan: { ...plan, retainUntil: '2026-03-04T10:00:00Z' } })).toBe(
      '2026-03-04T10:00:00Z',
    );
    expect(wait.Next).toBe('Claim the removal');
    expect(state('Claim the removal').Next).toBe('Was the offboarding cancelled?');
  });

  it('removes each service by itself, with the plan', async () => {
    const { Items, ItemSelector } = state("Remove the tenant's services");

    const items = (await evaluate(Items, { plan })) as unknown[];
    const input = await evaluate(ItemSelector, {
      states: { context: { Map: { Item: { Value: items[1] } } } },
    });

    expect(items).toEqual(plan.services);
    expect(await payloadOf('Remove a service', { plan, states: { input } })).toEqual({
      plan,
      service: 'products',
    });
  });

  it('removes data and users only when the services are gone and admitted requests have ended', () => {
    const { Branches = [] } = state("Take down the tenant's footprint");

    expect(state("Remove the tenant's services").Next).toBe('Let admitted requests end');
    expect(Branches.map(({ StartAt }) => StartAt)).toEqual(
      expect.arrayContaining(["Remove the tenant's data", "Remove the tenant's identity"]),
    );
    expect(state('Let admitted requests end')).toMatchObject({
      Type: 'Wait',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of the definition
      Seconds: '{% ${SettleSeconds} %}',
      Next: "Take down the tenant's footprint",
    });
  });

  it.each([
    ["Remove the tenant's data", 'Let admitted requests end', 'orders'],
    ["Export the tenant's data", 'Let the last requests write', 'orders'],
    ["Remove the tenant's identity", 'Let admitted requests end', '{"found":true}'],
  ])('%s: page by page, each with what the one before said', async (name, before, next) => {
    const input = await evaluate(state(before).Output, {});

    const first = await payloadOf(name, { plan, states: { input } });
    const output = await evaluate(state(name).Output, {
      states: { result: { Payload: { done: false, next } } },
    });
    const second = await payloadOf(name, { plan, states: { input: output } });

    expect([first, second]).toEqual([{ plan }, { plan, next }]);
  });

  it.each([
    ["Revoke the tenant's access"],
    ['Claim the removal'],
    ["Remove the tenant's API key"],
    ["Remove the tenant's network"],
    ["Remove the tenant's cluster"],
    ['Complete the offboarding'],
  ])('%s: with the plan, and nothing else', async (name) => {
    expect(await payloadOf(name, { plan })).toEqual({ plan });
  });

  it('removes the cluster after what is in it, and verifies after all of it', () => {
    expect(state("Remove the tenant's network").Next).toBe('Did the tier give its own cluster?');
    expect(state("Take down the tenant's footprint").Next).toBe('Look from the beginning');
    expect(state('Look from the beginning').Next).toBe('Verify that all is gone');
  });

  it.each([
    [context, 2],
    [{ Execution: { Id: 'arn:execution' } }, 0],
  ])('counts the rounds of the verification, and its redrives: %j', async (given, redriveCount) => {
    const verify = state('Verify that all is gone');

    const input = await evaluate(state('Look from the beginning').Output, {});
    const look = (next: unknown) =>
      payloadOf('Verify that all is gone', { plan, round: 1, states: { context: given, input: next } });
    const counted = (Payload: object) =>
      evaluate(verify.Assign, { round: 1, states: { result: { Payload } } });

    expect(await look(input)).toEqual({ plan, round: 1, redriveCount });
    expect(await counted({ gone: false, remaining: [{}] })).toEqual({ round: 2 });
    // Only a part of a look: the next call is of the same round.
    const part = { gone: false, remaining: [], next: 'page 2' };
    expect(await counted(part)).toEqual({ round: 1 });
    expect(await look(part)).toEqual({ plan, round: 1, redriveCount, next: 'page 2' });
    expect(verify.Retry?.[0]).toMatchObject({
      ErrorEquals: expect.arrayContaining(['FootprintRemainsError']),
      MaxAttempts: 0,
    });
  });

  it('publishes both events in one call, with the details that the completion gave', async () => {
    const { Entries } = (await evaluate(state('Publish the success').Arguments, {
      states: { input: { deprovisionSuccess: { a: 1 }, offboardingSuccess: { b: 2 } } },
    })) as { Entries: unknown[] };

    expect(Entries).toEqual(
      [
        ['deprovisionSuccess', { a: 1 }],
        ['offboardingSuccess', { b: 2 }],
      ].map(([name, Detail]) => ({
        // biome-ignore-start lint/suspicious/noTemplateCurlyInString: placeholders of the definition
        EventBusName: '${EventBusName}',
        Source: '${ApplicationPlaneSource}',
        DetailType: `\${DetailTypePrefix}${name}`,
        // biome-ignore-end lint/suspicious/noTemplateCurlyInString: placeholders of the definition
        Detail,
      })),
    );
    expect(state('Complete the offboarding').Next).toBe('Publish the success');
  });

  it('gives back only its own lock, and ends well also when it cannot', async () => {
    const release = state("Release the tenant's lock");

    expect(await evaluate(release.Arguments, { plan, states: { context } })).toMatchObject({
      Key: { pk: { S: 'TENANT#t-1' }, sk: { S: 'LOCK' } },
      ConditionExpression: 'attribute_not_exists(pk) OR executionArn = :execution',
      ExpressionAttributeValues: { ':execution': { S: 'arn:execution' } },
    });
    expect(release.Catch?.map(({ Next }) => Next)).toEqual([release.Next]);
  });
});
