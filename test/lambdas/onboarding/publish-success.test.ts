import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { publishSuccess } from '../../../lambdas/onboarding/publish-success/publish-success';
import { PublicationError, RegistrationMismatchError } from '../../../lambdas/shared/errors';
import { provisionAccess } from '../../../lambdas/shared/registry/access';
import { EVENT_NAMES } from '../../builders/control-plane';
import { useLocalAws } from '../../builders/local-aws';
import { admitted, buildPlan, buildWorkflowTenant, EXECUTION } from '../../builders/onboarding';
import { useRegistry } from '../../builders/registry-table';

const registry = useRegistry(useLocalAws(15141));
const bus = mockClient(EventBridgeClient);
const identity = { userPoolId: 'own-pool', appClientId: 'own-client' };
const publish = (plan: ReturnType<typeof buildPlan>) =>
  publishSuccess({
    registry: registry.context,
    eventBridge: new EventBridgeClient({ region: 'eu-west-1' }),
    eventBusName: 'bus',
    names: EVENT_NAMES,
  })({ plan, identity });

beforeEach(() => {
  bus.reset();
  bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
});

describe('publish-success', () => {
  it('tells both events in one call, with their whole payloads and without the key', async () => {
    const tenant = buildWorkflowTenant({ tier: 'BASIC' });
    await admitted(registry.context, tenant, { prices: [{ id: 'price_1', metricName: 'requests' }] });
    await provisionAccess(registry.context, tenant, 'value-of-the-key');

    expect(await publish(buildPlan(tenant))).toBeUndefined();

    const calls = bus.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries ?? []);
    const { tenantId, tenantRegistrationId, tenantName, email } = tenant;
    expect(calls).toHaveLength(1);
    expect(calls[0]?.map(({ Detail = '', ...entry }) => ({ ...entry, detail: JSON.parse(Detail) }))).toEqual([
      {
        EventBusName: 'bus',
        Source: 'sbt.application.plane',
        DetailType: 'sbt_aws_provisionSuccess',
        detail: {
          tenantRegistrationId,
          jobOutput: {
            tenantData: {
              tenantConfig:
                '{"userPoolId":"own-pool","appClientId":"own-client","apiGatewayUrl":"https://api.example/prod"}',
              tenantName,
              email,
              prices: [{ id: 'price_1', metricName: 'requests' }],
            },
            tenantRegistrationData: { registrationStatus: 'Created' },
          },
        },
      },
      {
        EventBusName: 'bus',
        Source: 'sbt.application.plane',
        DetailType: 'sbt_aws_onboardingSuccess',
        detail: { tenantId, tenantRegistrationId, tier: 'BASIC', executionArn: EXECUTION },
      },
    ]);
    expect(JSON.stringify(calls)).not.toContain('value-of-the-key');
  });

  it('fails when the bus does not take both, and names no person', async () => {
    const tenant = buildWorkflowTenant();
    await admitted(registry.context, tenant);
    bus.on(PutEventsCommand).resolves({
      FailedEntryCount: 1,
      Entries: [{ EventId: 'e-1' }, { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' }],
    });

    const refused = publish(buildPlan(tenant));

    await expect(refused).rejects.toThrow(PublicationError);
    await expect(refused).rejects.not.toThrow(tenant.email);
  });

  it('tells of no tenant that the registry does not have', async () => {
    await expect(publish(buildPlan())).rejects.toThrow(RegistrationMismatchError);
    expect(bus.calls()).toEqual([]);
  });
});
