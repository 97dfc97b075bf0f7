import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { useRegistrations } from '../../../builders/registrations';

const PORT = 15016;

describe('POST of a tenant registration', () => {
  const { body, post, get, everything, eventsOf } = useRegistrations(PORT);

  it('registers a tenant and tells the application plane, whole', async () => {
    const sent = body(
      {
        tier: 'Premium',
        prices: [{ id: 'price_1', nested: { deep: [null, true, 1.5] } }],
        tenantId: 'mine',
      },
      { tenantRegistrationData: { registrationStatus: 'In progress', source: 'web' } },
    );

    const answer = await post(sent);

    expect(answer).toMatchObject({
      status: 201,
      body: { data: { message: 'Tenant registration initiated' } },
      headers: {
        'x-request-id': 'request-1',
        'cache-control': 'no-store',
        'content-type': 'application/json',
      },
    });
    const { tenantId, tenantRegistrationId } = answer.body.data;
    expect(tenantId).not.toBe('mine');
    expect(await eventsOf(answer)).toMatchObject([
      { source: 'sbt.control.plane', 'detail-type': 'sbt_aws_onboardingRequest' },
    ]);
    expect((await eventsOf(answer))[0]?.detail).toEqual({
      tenantName: sent.tenantData.tenantName,
      email: sent.tenantData.email,
      tier: 'PREMIUM',
      prices: [{ id: 'price_1', nested: { deep: [null, true, 1.5] } }],
      registrationStatus: 'In progress',
      source: 'web',
      tenantId,
      tenantRegistrationId,
    });
  });

  it('shows what was registered, keys of the client kept and nothing internal', async () => {
    const answer = await post(body({}, { tenantRegistrationData: { note: { by: ['sales'] } } }));

    const shown = await get(answer);

    expect(shown.body.data).toEqual({
      tenantRegistrationId: answer.body.data.tenantRegistrationId,
      tenantId: answer.body.data.tenantId,
      sbtaws_active: true,
      registrationStatus: 'In progress',
      note: { by: ['sales'] },
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
  });

  it.each(['announcement', 'lastResult', 'placement', 'offboarding', 'receipt'])(
    'refuses %s, which would pass for our own, and names it',
    async (key) => {
      const { tenantData } = body();
      const before = await everything();

      const answers = [
        await post({ tenantData: { ...tenantData, [key]: {} } }),
        await post({ tenantData, tenantRegistrationData: { [key]: {} } }),
      ];

      expect(answers).toMatchObject(
        ['tenantData', 'tenantRegistrationData'].map((part) => ({
          status: 400,
          body: { message: `${part}.${key}: is reserved: choose another name` },
        })),
      );
      expect(await everything()).toEqual(before);
    },
  );

  it('refuses a name that is taken, and leaves nothing', async () => {
    const sent = body();
    await post(sent);
    const before = await everything();

    const answer = await post(body({ tenantName: sent.tenantData.tenantName }));

    expect(answer.status).toBe(409);
    expect(answer.body.message).toContain('tenantName');
    expect(await everything()).toEqual(before);
  });

  it('answers one of twenty at once with 201 and the others with 409', async () => {
    const sent = body();

    const answers = await Promise.all(Array.from({ length: 20 }, () => post(sent)));

    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
  });

  it('refuses a mailbox that the shared pool knows, and says what to do', async () => {
    await post(body({ email: 'Shared@example.com' }));

    const answer = await post(body({ email: 'shared@EXAMPLE.com' }));

    expect(answer.status).toBe(409);
    expect(answer.body.message).toMatch(/email.*another/);
  });

  it('finishes under the same ids when the request is sent again after the bus was away', async () => {
    const sent = body({ extra: { deep: 1 } });
    const bus = mockClient(EventBridgeClient).rejects(new Error('connection refused to 10.0.0.1'));
    const failed = await post(sent);
    bus.restore();

    const other = await post({ ...sent, tenantData: { ...sent.tenantData, extra: 'other' } });
    const again = await post(sent);
    const third = await post(sent);

    expect(failed.status).toBe(503);
    expect(failed.headers['retry-after']).toBe('1');
    expect(failed.body.message).not.toContain('10.0.0.1');
    expect(other.status).toBe(409);
    expect(again.status).toBe(201);
    expect(await eventsOf(again)).toMatchObject([{ 'detail-type': 'sbt_aws_onboardingRequest' }]);
    expect(third.status).toBe(409);
  });

  it('does not take the answer of a bus that refuses the entry for success', async () => {
    const bus = mockClient(EventBridgeClient).resolves({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'InternalFailure', ErrorMessage: 'no' }],
    });

    const answer = await post(body());
    bus.restore();

    expect(answer.status).toBe(503);
  });
});
