import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { applyResult } from '../../../../lambdas/shared/registry/provision-results';
import type { Answer } from '../../../builders/admin-api';
import { useRegistrations } from '../../../builders/registrations';

const PORT = 15028;

describe('DELETE of a tenant registration', () => {
  const { plane, body, call, post, get, eventsOf } = useRegistrations(PORT);

  const remove = (answer: Answer, text?: string) =>
    call('DELETE /tenant-registrations/{id}', {
      params: { id: answer.body.data.tenantRegistrationId },
      ...(text === undefined ? {} : { text }),
    });
  const orders = async (answer: Answer) =>
    (await eventsOf(answer)).filter((event) => event['detail-type'] === 'sbt_aws_offboardingRequest');

  it('orders the deletion once, with both rows in the event, whatever body comes', async () => {
    const sent = body({ prices: [1] }, { tenantRegistrationData: { note: 'n' } });
    const registered = await post(sent);

    const answers = [await remove(registered, 'not { json'), await remove(registered)];

    expect(answers.map(({ status, body: { data } }) => [status, data.message])).toEqual(
      Array(2).fill([200, 'Tenant registration deletion initiated']),
    );
    expect((await get(registered)).body.data).toMatchObject({
      registrationStatus: 'Deleting',
      sbtaws_active: true,
    });
    await plane.events.heard('offboarding', (event) => event['detail-type'].endsWith('offboardingRequest'));
    const [order, ...more] = await orders(registered);
    expect(more).toEqual([]);
    expect(order?.detail).toEqual({
      tenantId: registered.body.data.tenantId,
      tenantRegistrationId: registered.body.data.tenantRegistrationId,
      tenantName: sent.tenantData.tenantName,
      email: sent.tenantData.email,
      tier: 'BASIC',
      cellId: 'cell-0',
      prices: [1],
      note: 'n',
      sbtaws_active: true,
      registrationStatus: 'Deleting',
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
  });

  it('tells how the tenant leaves, strictly read', async () => {
    const registered = await post(body());
    const removeWith = (query: Record<string, string>) =>
      call('DELETE /tenant-registrations/{id}', {
        params: { id: registered.body.data.tenantRegistrationId },
        query,
      });

    const refused = [
      ...(await Promise.all(['-1', '366', '1.5', '01', ''].map((retainDays) => removeWith({ retainDays })))),
      await removeWith({ export: 'yes' }),
    ];
    const taken = await removeWith({ retainDays: '30', export: 'true' });

    expect(refused.map(({ status }) => status)).toEqual(Array(6).fill(400));
    expect(refused[0]?.body.message).toMatch(/^retainDays: /);
    expect(refused[5]?.body.message).toMatch(/^export: /);
    expect(taken.status).toBe(200);
    const { offboarding } = (await get(registered)).body.data;
    expect(offboarding).toEqual({ state: 'ordered', exportFirst: true, retainUntil: expect.any(String) });
    expect(Date.parse(offboarding.retainUntil) - Date.now()).toBeGreaterThan(29.9 * 86_400_000);
  });

  it('orders it again when the event did not go out', async () => {
    const registered = await post(body());
    const bus = mockClient(EventBridgeClient).rejects(new Error('away'));
    const failed = await remove(registered);
    bus.restore();

    const again = await remove(registered);

    expect([failed.status, again.status]).toEqual([503, 200]);
    await plane.events.heard(
      'offboarding',
      ({ detail, 'detail-type': type }) =>
        type.endsWith('offboardingRequest') && detail.tenantId === registered.body.data.tenantId,
    );
  });

  it('cannot be passed by: a status that says so is refused, and the order still goes out', async () => {
    const registered = await post(body());
    const patched = await call('PATCH /tenant-registrations/{id}', {
      params: { id: registered.body.data.tenantRegistrationId },
      body: { tenantRegistrationData: { registrationStatus: 'Deleting' } },
    });

    expect(patched.status).toBe(400);
    expect(patched.body.message).toMatch(/^tenantRegistrationData\.registrationStatus: .*DELETE/);
    expect((await remove(registered)).status).toBe(200);
    expect(await orders(registered)).toHaveLength(1);
  });

  it('is quiet about a tenant that is deleted, and shows its registration', async () => {
    const registered = await post(body());
    await applyResult(plane.registry, {
      result: 'deprovisionSuccess',
      eventId: 'e',
      at: new Date().toISOString(),
      tenantRegistrationId: registered.body.data.tenantRegistrationId,
      tenantData: {},
      tenantRegistrationData: { registrationStatus: 'Deleted' },
    });

    expect((await remove(registered)).status).toBe(200);
    expect((await get(registered)).body.data).toMatchObject({
      registrationStatus: 'Deleted',
      sbtaws_active: false,
    });
    expect(await orders(registered)).toEqual([]);
    const patched = await call('PATCH /tenant-registrations/{id}', {
      params: { id: registered.body.data.tenantRegistrationId },
      body: { tenantData: { a: 1 } },
    });
    expect(patched.status).toBe(409);
  });

  it('answers 404 to an unknown id', async () => {
    const answer = await call('DELETE /tenant-registrations/{id}', { params: { id: 'nobody' } });

    expect(answer.status).toBe(404);
  });
});
