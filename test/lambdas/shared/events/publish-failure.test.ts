import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { PublicationError } from '../../../../lambdas/shared/errors';
import { failurePublisher } from '../../../../lambdas/shared/events/publish-failure';

const bus = mockClient(EventBridgeClient);
const failure = { state: 'Verify', error: 'NotReadyError', cause: 'no answer', executionArn: 'arn:e' };
const publish = (names: { detailTypePrefix: string; applicationPlaneSource: string }) =>
  failurePublisher(new EventBridgeClient({ region: 'eu-west-1' }), 'the-bus', {
    controlPlaneSource: 'control',
    ...names,
  })('onboarding', { tenantId: 't-1', tenantRegistrationId: 'r-1', tier: 'BASIC' }, failure);

beforeEach(() => {
  bus.reset();
  bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [] });
});

describe('a failure is published', () => {
  it.each([
    ['newer', { detailTypePrefix: 'sbt_aws_', applicationPlaneSource: 'sbt.application.plane' }],
    ['older', { detailTypePrefix: '', applicationPlaneSource: 'applicationPlaneEventSource' }],
  ])('with both whole payloads in one call, by the %s names of SBT', async (_which, names) => {
    await publish(names);

    expect(bus.calls()).toHaveLength(1);
    const entries = bus.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries ?? [];
    expect(entries.map(({ Detail, ...entry }) => ({ ...entry, Detail: JSON.parse(Detail ?? '') }))).toEqual([
      {
        EventBusName: 'the-bus',
        Source: names.applicationPlaneSource,
        DetailType: `${names.detailTypePrefix}provisionFailure`,
        Detail: {
          tenantRegistrationId: 'r-1',
          jobOutput: {
            tenantStatus: 'Failed to provision tenant.',
            tenantData: {},
            tenantRegistrationData: { registrationStatus: 'Failed to provision', failure },
          },
        },
      },
      {
        EventBusName: 'the-bus',
        Source: names.applicationPlaneSource,
        DetailType: `${names.detailTypePrefix}onboardingFailure`,
        Detail: {
          tenantId: 't-1',
          tenantRegistrationId: 'r-1',
          tier: 'BASIC',
          executionArn: 'arn:e',
          failure,
        },
      },
    ]);
  });

  const entriesOf = () =>
    (bus.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries ?? []).map(({ DetailType, Detail }) => ({
      name: DetailType,
      detail: JSON.parse(Detail ?? ''),
    }));
  const names = {
    controlPlaneSource: 'control',
    detailTypePrefix: '',
    applicationPlaneSource: 'application',
  };
  const tell = failurePublisher(new EventBridgeClient({ region: 'eu-west-1' }), 'the-bus', names);
  const tenant = { tenantId: 't-1', tenantRegistrationId: 'r-1', tier: 'BASIC' };
  const told = { ...tenant, executionArn: 'arn:e', failure };

  it('of an offboarding as a failed deprovisioning', async () => {
    await tell('offboarding', tenant, failure);

    expect(entriesOf()).toEqual([
      {
        name: 'deprovisionFailure',
        detail: {
          tenantRegistrationId: 'r-1',
          jobOutput: {
            tenantStatus: 'Failed to deprovision tenant.',
            tenantData: {},
            tenantRegistrationData: { registrationStatus: 'Failed to deprovision', failure },
          },
        },
      },
      { name: 'offboardingFailure', detail: told },
    ]);
  });

  it.each([
    ['activation', 'activateFailure'],
    ['deactivation', 'deactivateFailure'],
  ] as const)('of an %s as the one event %s, which the control plane reads too', async (operation, name) => {
    await tell(operation, tenant, failure);

    expect(entriesOf()).toEqual([{ name, detail: told }]);
  });

  it('or it fails, so that the function is tried again', async () => {
    bus.on(PutEventsCommand).resolves({
      FailedEntryCount: 1,
      Entries: [{ EventId: '1' }, { ErrorCode: 'InternalFailure', ErrorMessage: 'later' }],
    });

    await expect(publish({ detailTypePrefix: '', applicationPlaneSource: 'a' })).rejects.toThrow(
      PublicationError,
    );
  });
});
