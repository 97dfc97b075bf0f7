import { evaluate, stateMachine, statesByName, statesOf } from '../builders/state-machine';

const machine = stateMachine('onboarding');
const states = Object.fromEntries(statesOf(machine));
const state = statesByName(machine);

const tenant = {
  tenantId: 't-1',
  tenantRegistrationId: 'r-1',
  tenantName: 'acme',
  tier: 'PREMIUM',
};
const plan = {
  tenant,
  executionArn: 'arn:execution',
  alreadyInService: false,
  silo: true,
  ownCluster: true,
  advancedClusterArn: 'arn:advanced',
  cell: { id: 'cell-0' },
  tenantPath: 't-1',
  services: [
    { name: 'orders', priority: 10 },
    { name: 'products', priority: 11 },
  ],
};
const context = { Execution: { Id: 'arn:execution' }, State: { EnteredTime: '2026-01-01T00:00:00Z' } };
const identity = { userPoolId: 'pool', appClientId: 'client' };
const network = { securityGroupId: 'sg', namespaceArn: 'arn:ns' };
const storage = { tables: { orders: 'o', products: 'p' }, logGroupName: '/tenants/x' };

describe('the onboarding state machine', () => {
  it('hands the execution to its first step, and keeps the plan', async () => {
    const begin = state('Begin the onboarding');

    const payload = await evaluate(begin.Arguments?.Payload, {
      states: { input: { tenant, eventId: 'e-1' }, context },
    });
    const variables = await evaluate(begin.Assign, { states: { result: { Payload: plan } } });

    expect(payload).toEqual({ tenant, eventId: 'e-1', executionArn: 'arn:execution' });
    expect(variables).toEqual({ plan });
  });

  it('creates the identity before all else, and keeps it', async () => {
    const identify = state("Create the tenant's identity");

    const payload = await evaluate(identify.Arguments?.Payload, { plan });
    const variables = await evaluate(identify.Assign, { states: { result: { Payload: identity } } });

    expect(payload).toEqual({ plan });
    expect(variables).toEqual({ identity });
  });

  it('issues the API key next, whatever the tier, once no mailbox can refuse the tenant any more', async () => {
    const issue = state("Issue the tenant's API key");

    expect(state("Create the tenant's identity").Next).toBe("Issue the tenant's API key");
    expect(await evaluate(issue.Arguments?.Payload, { plan })).toEqual({ plan });
    expect(issue.Next).toBe('Does the tier give its own footprint?');
  });

  it('takes a pooled tenant straight to its verification', () => {
    const { Choices = [], Default } = state('Does the tier give its own footprint?');

    expect(Default).toBe('Verify the tenant by real requests');
    expect(Choices.map(({ Next }) => Next)).toEqual(["Prepare the tenant's footprint"]);
  });

  it('admits no tenant before its services were asked, and then tried what they reach', async () => {
    const isolated = state('Verify that the tenant is isolated');

    expect(state('Verify the tenant by real requests').Next).toBe('Verify that the tenant is isolated');
    expect(isolated.Next).toBe('Activate the tenant');
    expect(await evaluate(isolated.Arguments?.Payload, { plan })).toEqual({ plan });
    expect(isolated.Retry?.[0]).toMatchObject({
      ErrorEquals: expect.arrayContaining(['IsolationBreachError']),
      MaxAttempts: 0,
    });
  });

  it.each([
    ['of its own', { clusterArn: 'arn:own' }],
    ['that it shares', state('Use the shared cluster').Output],
  ])('gathers the footprint, with the cluster %s', async (_whose, cluster) => {
    const own = await evaluate(cluster, { plan });

    const variables = await evaluate(state('Gather what was prepared').Assign, {
      states: { input: [own, network, storage] },
    });

    expect(variables).toEqual({ footprint: { ...(own as object), ...network, ...storage } });
    expect(own).toHaveProperty('clusterArn');
  });

  it('prepares cluster, network and storage side by side', () => {
    const { Branches = [], Next } = state("Prepare the tenant's footprint");

    expect(
      Branches.map(({ States }) => Object.keys(States).find((name) => States[name]?.Type === 'Task')),
    ).toEqual(["Create the tenant's cluster", "Create the tenant's network", "Create the tenant's storage"]);
    expect(Next).toBe('Gather what was prepared');
    expect(state('Gather what was prepared').Next).toBe("Deploy the tenant's services");
  });

  it.each([
    ['BASIC', { silo: false, ownCluster: false }, []],
    ['ADVANCED', { silo: true, ownCluster: false }, ['footprint']],
    ['PREMIUM', { silo: true, ownCluster: true }, ['cluster', 'footprint']],
  ])('makes for %s what the tier owns', async (_tier, isolation, owned) => {
    const choices = Object.entries(states).filter(
      ([name, each]) => each.Type === 'Choice' && !/already/.test(name),
    );

    const chosen = await Promise.all(
      choices.map(async ([name, { Choices = [] }]) =>
        (await evaluate(Choices[0]?.Condition, { plan: { ...plan, ...isolation } }))
          ? /(\w+)\?$/.exec(name)?.[1]
          : undefined,
      ),
    );

    expect(chosen.filter(Boolean).sort()).toEqual([...owned].sort());
  });

  it('deploys each planned service with the whole footprint', async () => {
    const { Items, ItemSelector } = state("Deploy the tenant's services");
    const footprint = { clusterArn: 'arn:own', ...network, ...storage };

    const items = (await evaluate(Items, { plan })) as unknown[];
    const input = await evaluate(ItemSelector, {
      states: { context: { Map: { Item: { Value: items[1] } } } },
    });
    const payload = await evaluate(state('Deploy a service').Arguments?.Payload, {
      plan,
      identity,
      footprint,
      states: { input },
    });

    expect(items).toEqual(plan.services);
    expect(payload).toEqual({ plan, identity, footprint, service: { name: 'products', priority: 11 } });
  });

  it('waits for all services at once, 15 minutes at least', async () => {
    const wait = state('Wait until the services run');
    const deployed = [{ name: 'orders', serviceArn: 's', targetGroupArn: 't' }];

    const payload = await evaluate(wait.Arguments?.Payload, {
      plan,
      footprint: { clusterArn: 'arn:own' },
      states: { input: deployed, context },
    });
    const retrier = wait.Retry?.find(({ ErrorEquals }) => ErrorEquals.includes('NotReadyError'));

    expect(payload).toEqual({
      plan,
      clusterArn: 'arn:own',
      deployed,
      enteredAt: '2026-01-01T00:00:00Z',
    });
    // A try looks for 20 s, less one pause of 2 s; the jittered interval may be 0.
    expect(((retrier?.MaxAttempts ?? 0) + 1) * 18).toBeGreaterThanOrEqual(10 * 60);
  });

  it('has the success told by a function, so that no history keeps what is told', async () => {
    const publish = state('Publish the success');

    expect(publish.Resource).toBe('arn:aws:states:::lambda:invoke');
    expect(await evaluate(publish.Arguments?.Payload, { plan, identity })).toEqual({ plan, identity });
    expect([state('Activate the tenant').Output, publish.Output]).toEqual([{}, {}]);
  });

  it('gives back only its own lock', async () => {
    const release = state("Release the tenant's lock");

    expect(await evaluate(release.Arguments, { plan, states: { context } })).toMatchObject({
      Key: { pk: { S: 'TENANT#t-1' }, sk: { S: 'LOCK' } },
      ConditionExpression: 'executionArn = :execution',
      ExpressionAttributeValues: { ':execution': { S: 'arn:execution' } },
    });
  });
});
