import { QUEUE_NAMES } from '../../../lambdas/shared/contracts/upkeep';
import { statementsOf } from '../../builders/policies';
import { buildTemplates } from '../../builders/stacks';

const { all, ofType, templates } = buildTemplates({ reconciler: { schedule: 'rate(6 hours)' } });
const statements = statementsOf(all).filter(({ holder }) => holder.includes('/ReconcilerReconcile'));

describe('the reconciler', () => {
  it('runs when the configuration says', () => {
    const schedules = ofType('AWS::Events::Rule').flatMap(
      ({ Properties }) => Properties.ScheduleExpression ?? [],
    );

    expect(schedules).toEqual(['rate(6 hours)']);
  });

  it.each(['every day', 'cron'])('takes no schedule that EventBridge does not know: %s', (schedule) => {
    expect(() => buildTemplates({ reconciler: { schedule } })).toThrow('reconciler.schedule');
  });

  it('changes and deletes in AWS nothing that carries no tag of a tenant', () => {
    const changing = statements.filter(
      ({ actions }) =>
        actions.some((action) => /:(Update|Delete|DELETE)/.test(action)) &&
        !actions.some((action) => action.startsWith('dynamodb:') && action.endsWith('Item')),
    );

    expect(changing.length).toBeGreaterThan(8);
    for (const { actions, Condition } of changing) {
      expect({ actions, Condition }).toEqual({
        actions,
        Condition: { Null: { 'aws:ResourceTag/tenantId': 'false' } },
      });
    }
  });

  it('writes no registration and no access item, and its report', () => {
    const writes = statements.filter(({ actions }) =>
      actions.some((action) => /^dynamodb:(Update|Delete|Put)Item$/.test(action)),
    );

    expect(
      writes.map(({ Condition }) => Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys']),
    ).toEqual(expect.arrayContaining([['TENANT#*'], ['RECONCILIATION#*']]));
    expect(writes).toHaveLength(2);
  });

  it('alarms at the first finding, and keeps alarming until a run finds none', () => {
    const alarm = ofType('AWS::CloudWatch::Alarm').find(
      ({ Properties }) => Properties.MetricName === 'ReconcilerFindings',
    );

    expect(alarm?.Properties).toMatchObject({
      ...{ Threshold: 1, TreatMissingData: 'ignore', Namespace: 'EcsSaas/ControlPlane' },
      Dimensions: [{ Name: 'service', Value: 'ecs-saas' }],
    });
  });

  it('is found by the command line', () => {
    expect(templates['coreappplane-stack']?.Outputs).toHaveProperty('ReconcilerFunctionName');
  });
});

it('every queue is one that operators are shown', () => {
  const names = ofType('AWS::SQS::Queue').map(({ Properties }) => Properties?.QueueName);

  expect(names.sort()).toEqual(QUEUE_NAMES.map((name) => `ecs-saas-dead-letters-${name}`).sort());
});
