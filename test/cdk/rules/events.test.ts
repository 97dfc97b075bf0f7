import { ACCOUNT, buildTemplates, REGION } from '../../builders/stacks';

const { ofType, templates } = buildTemplates({ alarmEmail: 'alarms@example.com' });

const machines = ofType('AWS::StepFunctions::StateMachine');
const machineArns = machines.map(
  ({ Properties }) => `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:${Properties.StateMachineName}`,
);

describe('every rule on a bus', () => {
  const rules = ofType('AWS::Events::Rule');

  it('is one of the three that the planes need, or the schedule of the reconciler', () => {
    expect(rules).toHaveLength(4);
    expect(rules.filter(({ Properties }) => Properties.ScheduleExpression)).toHaveLength(1);
  });

  it.each(rules.map((rule) => [rule.name, rule] as const))(
    '%s tries again and keeps what it gives up',
    (_, rule) => {
      for (const target of rule.Properties.Targets) {
        expect(target.RetryPolicy).toEqual({ MaximumRetryAttempts: 24, MaximumEventAgeInSeconds: 3600 });
        expect(target.DeadLetterConfig?.Arn).toBeDefined();
      }
    },
  );

  it('listens to the names that are configured', () => {
    const older = buildTemplates({
      events: {
        controlPlaneSource: 'controlPlaneEventSource',
        applicationPlaneSource: 'applicationPlaneEventSource',
        detailTypePrefix: '',
      },
    });
    const patterns = older.ofType('AWS::Events::Rule').map(({ Properties }) => Properties.EventPattern);

    expect(patterns).toContainEqual({
      source: ['controlPlaneEventSource'],
      'detail-type': ['onboardingRequest', 'offboardingRequest', 'activateRequest', 'deactivateRequest'],
    });
    expect(patterns).toContainEqual({
      source: ['applicationPlaneEventSource'],
      'detail-type': [
        'provisionSuccess',
        'provisionFailure',
        'deprovisionSuccess',
        'deprovisionFailure',
        'activateSuccess',
        'activateFailure',
        'deactivateSuccess',
        'deactivateFailure',
      ],
    });
  });

  it('tells of each of our own state machines that changes a tenant, and only when it fails', () => {
    // An export changes nothing; who ordered it sees its failure.
    const changing = machineArns.filter((arn) => !arn.endsWith(':tenant-export'));
    const failures = rules.find(({ Properties }) => Properties.EventPattern?.source[0] === 'aws.states');

    expect(failures?.Properties.EventPattern.detail.status).toEqual(['FAILED', 'TIMED_OUT', 'ABORTED']);
    expect(failures?.Properties.EventPattern.detail.stateMachineArn.sort()).toEqual(changing.sort());
    expect(failures?.Properties.EventBusName).toBeUndefined();
  });
});

it('every function that nobody waits for keeps what it fails upon: called by rules and by logs', () => {
  const at = (name: string, id: string) => `${name.split('/')[0]}/${id}`;
  const byRules = ofType('AWS::Events::Rule').flatMap(({ name, Properties }) =>
    Properties.Targets.map((target: { Arn: { 'Fn::GetAtt': string[] } }) =>
      at(name, target.Arn['Fn::GetAtt'][0] ?? ''),
    ),
  );
  const byLogs = ofType('AWS::Logs::SubscriptionFilter').map(({ name, Properties }) =>
    at(name, Properties.DestinationArn['Fn::GetAtt'][0]),
  );
  const configured = ofType('AWS::Lambda::EventInvokeConfig').map(({ name, Properties }) => {
    expect(Properties.DestinationConfig.OnFailure.Destination).toBeDefined();
    return at(name, Properties.FunctionName.Ref);
  });

  expect(byLogs).toHaveLength(1);
  expect(configured.sort()).toEqual([...byRules, ...byLogs].sort());
});

describe('every queue', () => {
  const queues = ofType('AWS::SQS::Queue');
  const alarms = ofType('AWS::CloudWatch::Alarm');

  it.each(queues.map((queue) => [queue.name, queue] as const))(
    '%s is encrypted and waits two weeks',
    (_, queue) => {
      expect(queue.Properties).toMatchObject({
        SqsManagedSseEnabled: true,
        MessageRetentionPeriod: 1_209_600,
      });
    },
  );

  it.each(queues.map((queue) => [queue.name] as const))('%s alarms at the first message', (name) => {
    const [, id] = name.split('/');
    const watching = alarms.filter(
      ({ Properties }) =>
        Properties.MetricName === 'ApproximateNumberOfMessagesVisible' &&
        Properties.Dimensions[0].Value['Fn::GetAtt']?.[0] === id,
    );

    expect(watching.map(({ Properties }) => Properties.Threshold)).toEqual([1]);
  });
});

describe('every alarm', () => {
  const alarms = ofType('AWS::CloudWatch::Alarm');

  it.each(alarms.map((alarm) => [alarm.name, alarm] as const))(
    '%s says what is wrong and what to do',
    (_, alarm) => {
      const description = alarm.Properties.AlarmDescription;
      const text = typeof description === 'string' ? description : JSON.stringify(description);

      expect(text).toMatch(/[a-z]+\. What to do: [a-z].{30,}/);
      // CloudWatch's limit.
      expect(text.length).toBeLessThanOrEqual(1024);
    },
  );

  it('reaches the mailbox that is configured', () => {
    expect(alarms.filter(({ Properties }) => (Properties.AlarmActions ?? []).length !== 1)).toEqual([]);
    expect(ofType('AWS::SNS::Subscription').map(({ Properties }) => Properties.Endpoint)).toEqual([
      'alarms@example.com',
    ]);
    expect(ofType('AWS::SNS::Topic')[0]?.Properties.KmsMasterKeyId).toBeDefined();
  });

  it.each([
    ['AWS/States', 'ExecutionsFailed'],
    ['AWS/States', 'ExecutionsTimedOut'],
    ['AWS/ApiGateway', '5XXError'],
    ['AWS/ApiGateway', '5xx'],
    ['AWS/ApplicationELB', 'UnHealthyHostCount'],
    ['AWS/Lambda', 'Errors'],
    ['AWS/Lambda', 'Throttles'],
    ['EcsSaas/ControlPlane', 'SiloSlotsUsedPercent'],
  ])('watches %s %s', (namespace, metric) => {
    const watched = alarms.flatMap(({ Properties }) => [
      Properties,
      ...(Properties.Metrics ?? []).map(
        (each: { MetricStat?: { Metric: object } }) => each.MetricStat?.Metric ?? {},
      ),
    ]);

    expect(watched).toContainEqual(expect.objectContaining({ Namespace: namespace, MetricName: metric }));
  });

  it.each(['ExecutionsFailed', 'ExecutionsTimedOut'])('watches %s of every state machine', (metric) => {
    const watched = alarms
      .filter(({ Properties }) => Properties.MetricName === metric)
      .map(({ Properties }) => Properties.Dimensions[0].Value.Ref);

    expect(watched.sort()).toEqual(machines.map(({ name }) => name.split('/')[1]).sort());
  });

  it('warns at four fifths of the cells, by the metric that the functions write', () => {
    const alarm = alarms.find(({ Properties }) => Properties.MetricName === 'SiloSlotsUsedPercent');
    const writers = ofType('AWS::Lambda::Function').map(({ Properties }) => Properties.Environment.Variables);

    expect(alarm?.Properties).toMatchObject({
      Threshold: 80,
      Dimensions: [{ Name: 'service', Value: 'ecs-saas' }],
    });
    for (const variables of writers) {
      expect(variables).toMatchObject({
        POWERTOOLS_METRICS_NAMESPACE: 'EcsSaas/ControlPlane',
        POWERTOOLS_SERVICE_NAME: 'ecs-saas',
      });
    }
  });
});

it('without a mailbox there are alarms all the same, and no topic', () => {
  const silent = buildTemplates();

  expect(silent.ofType('AWS::SNS::Topic')).toEqual([]);
  expect(silent.ofType('AWS::CloudWatch::Alarm')).toHaveLength(ofType('AWS::CloudWatch::Alarm').length);
  expect(Object.keys(templates)).toHaveLength(5);
});
