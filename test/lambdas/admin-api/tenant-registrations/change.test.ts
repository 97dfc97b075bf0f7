import { applyResult } from '../../../../lambdas/shared/registry/provision-results';
import { useRegistrations } from '../../../builders/registrations';

const PORT = 15018;

describe('PATCH of a tenant registration', () => {
  const { plane, body, call, post, get, patch, everything } = useRegistrations(PORT);

  it('merges data into both rows', async () => {
    const registered = await post(body({ kept: 1, changed: 1 }));

    const answer = await patch(registered, {
      tenantData: { changed: { to: [2] }, added: null },
      tenantRegistrationData: { registrationStatus: 'On hold', reason: 'payment' },
    });

    expect(answer.status).toBe(200);
    expect(answer.body.data).toMatchObject({
      tenantRegistration: { registrationStatus: 'On hold', reason: 'payment' },
      tenant: { kept: 1, changed: { to: [2] }, added: null },
      message: 'Tenant registration updated',
    });
    expect((await get(registered)).body.data).toEqual(answer.body.data.tenantRegistration);
  });

  it.each([
    ['tenantData', 'tenantName', 'another'],
    ['tenantData', 'tier', 'PREMIUM'],
    ['tenantData', 'email', 'another@example.com'],
    ['tenantData', 'tenantId', 'another'],
    ['tenantData', 'createdAt', '2020-01-01T00:00:00.000Z'],
    ['tenantRegistrationData', 'tenantRegistrationId', 'another'],
    ['tenantRegistrationData', 'sbtaws_active', false],
    ['tenantRegistrationData', 'failure', { state: 'forged' }],
    ['tenantRegistrationData', 'receipt', { forged: true }],
    ['tenantRegistrationData', 'offboarding', { forged: true }],
    ['tenantRegistrationData', 'announcement', { forged: true }],
    ['tenantData', 'placement', { forged: true }],
    ['tenantData', 'lastResult', { forged: true }],
  ])('refuses to change %s.%s, which it names', async (part, key, value) => {
    const registered = await post(body());
    const before = await everything();

    const answer = await patch(registered, { [part]: { [key]: value, other: 1 } });

    expect(answer).toMatchObject({ status: 400, body: { message: `${part}.${key}: cannot change` } });
    expect(await everything()).toEqual(before);
  });

  it('accepts facts that are repeated unchanged: a client may send the whole row back', async () => {
    const sent = body();
    const registered = await post(sent);

    const answer = await patch(registered, { tenantData: { ...sent.tenantData, added: 1 } });

    expect(answer.body.data.tenant).toMatchObject({ tier: 'BASIC', added: 1 });
  });

  it('refuses to let a row grow without end', async () => {
    const registered = await post(body());
    const part = 'x'.repeat(60 * 1024);
    expect((await patch(registered, { tenantData: { one: part } })).status).toBe(200);

    const answer = await patch(registered, { tenantData: { two: part } });

    expect(answer.status).toBe(413);
    expect(answer.body.message).toContain('tenantData');
  });

  it('answers 404 to an unknown id', async () => {
    const answer = await call('PATCH /tenant-registrations/{id}', {
      params: { id: 'nobody' },
      body: { tenantData: { a: 1 } },
    });

    expect(answer.status).toBe(404);
  });

  describe('at once with others', () => {
    it('keeps every key of five, or says that it did not', async () => {
      const registered = await post(body());

      const answers = await Promise.all(
        [1, 2, 3, 4, 5].map((n) => patch(registered, { tenantData: { [`key${n}`]: n } })),
      );

      const kept = (await patch(registered, { tenantData: { last: true } })).body.data.tenant;
      for (const [index, { status }] of answers.entries()) {
        expect([index, kept[`key${index + 1}`], status]).toEqual(
          status === 200 ? [index, index + 1, 200] : [index, undefined, 409],
        );
      }
    });

    it('does not grow a row beyond what one event can carry', async () => {
      const registered = await post(body());
      const half = 'x'.repeat(60_000);

      const answers = await Promise.all(
        [1, 2, 3, 4].map((n) => patch(registered, { tenantData: { [`key${n}`]: half } })),
      );

      expect(answers.map(({ status }) => status).sort()).toEqual([200, 413, 413, 413]);
      const { body: shown } = await get(registered);
      expect(shown.data.registrationStatus).toBe('In progress');
    });

    it.each([
      ['began', 1],
      ['had written the registration', 2],
    ])("leaves a deleted tenant's rows alone, though it was there when it %s", async (_when, write) => {
      const registered = await post(body());
      const id = registered.body.data.tenantRegistrationId;
      const send = plane.registry.documents.constructor.prototype.send;
      const gone = {
        result: 'deprovisionSuccess' as const,
        eventId: 'e-gone',
        at: new Date().toISOString(),
        tenantRegistrationId: id,
        tenantData: {},
        tenantRegistrationData: {},
      };
      let writes = 0;
      const spy = jest
        .spyOn(plane.registry.documents.constructor.prototype, 'send')
        .mockImplementation(async function (this: unknown, ...given: unknown[]) {
          const [command] = given as [{ constructor: { name: string } }];
          if (command.constructor.name === 'UpdateCommand' && ++writes === write) {
            await applyResult(plane.registry, gone);
          }
          return send.apply(this, given);
        });

      const answer = await patch(registered, {
        tenantRegistrationData: { registrationStatus: 'On hold' },
        tenantData: { personal: 'data' },
      });
      spy.mockRestore();

      expect(answer.status).toBe(409);
      expect((await get(registered)).body.data.registrationStatus).toBe('Deleted');
      expect(JSON.stringify(await everything())).not.toContain('personal');
    });

    it('does not take an order to delete back by another status', async () => {
      const registered = await post(body());
      const params = { id: registered.body.data.tenantRegistrationId };
      await call('DELETE /tenant-registrations/{id}', { params });

      const answer = await patch(registered, { tenantRegistrationData: { registrationStatus: 'Created' } });

      expect(answer.status).toBe(409);
      expect((await get(registered)).body.data.registrationStatus).toBe('Deleting');
    });

    it('refuses a configuration that would not fit into an event beside both rows', async () => {
      const registered = await post(body());

      const answer = await patch(registered, { tenantData: { tenantConfig: 'x'.repeat(5_000) } });

      expect(answer.status).toBe(400);
      expect(answer.body.message).toMatch(/^tenantData\.tenantConfig: /);
    });
  });
});
