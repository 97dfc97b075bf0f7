import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { applyResult } from '../../../lambdas/shared/registry/provision-results';
import { ADMIN, type Answer, caller, SUPPORT } from '../../builders/admin-api';
import { useControlPlane } from '../../builders/control-plane';
import { claimsOf } from '../../builders/operators';

const PORT = 15020;

describe('tenant registrations', () => {
  const plane = useControlPlane(PORT);
  let call: ReturnType<typeof caller>;
  beforeAll(async () => {
    call = caller((await import('../../../lambdas/admin-api/tenant-registrations/handler')).handler);
  });

  let made = 0;
  const body = (tenantData: object = {}, rest: object = {}) => {
    const name = `tenant-${++made}`;
    return {
      tenantData: { tenantName: name, email: `${name}@example.com`, tier: 'basic', ...tenantData },
      ...rest,
    };
  };
  const post = (sent: unknown) => call('POST /tenant-registrations', { body: sent });
  const get = (answer: Answer) =>
    call('GET /tenant-registrations/{id}', { params: { id: answer.body.data.tenantRegistrationId } });
  const everything = async () =>
    (await plane.registry.documents.send(new ScanCommand({ TableName: plane.registry.tableName }))).Items ??
    [];
  const eventsOf = async (answer: Answer) => {
    const { tenantId } = answer.body.data;
    await plane.events.heard(`of ${tenantId}`, ({ detail }) => detail.tenantId === tenantId);
    return plane.events.events.filter(({ detail }) => detail.tenantId === tenantId);
  };

  describe('POST', () => {
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

  describe('GET', () => {
    it('pages through all registrations, each once, and ends without a token', async () => {
      for (let index = 0; index < 3; index++) await post(body());
      const all = (await call('GET /tenant-registrations', { query: { limit: '100' } })).body;
      expect(all.next_token).toBeUndefined();

      const seen: string[] = [];
      let token: string | undefined;
      do {
        const { body: page } = await call('GET /tenant-registrations', {
          query: { limit: '2', ...(token ? { next_token: token } : {}) },
        });
        seen.push(...page.data.map((row: { tenantRegistrationId: string }) => row.tenantRegistrationId));
        token = page.next_token;
      } while (token);

      expect(seen).toEqual(all.data.map((row: { tenantRegistrationId: string }) => row.tenantRegistrationId));
    });

    it('gives ten without a limit', async () => {
      for (let index = 0; index < 11; index++) await post(body());

      const { body: page } = await call('GET /tenant-registrations');

      expect(page.data).toHaveLength(10);
      expect(page.next_token).toEqual(expect.any(String));
    });

    it('answers 404 to an unknown id', async () => {
      const answer = await call('GET /tenant-registrations/{id}', { params: { id: 'nobody' } });

      expect(answer).toMatchObject({ status: 404, body: { message: 'Tenant registration not found' } });
    });
  });

  describe('PATCH', () => {
    const patch = (answer: Answer, sent: object) =>
      call('PATCH /tenant-registrations/{id}', {
        params: { id: answer.body.data.tenantRegistrationId },
        body: sent,
      });

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
  });

  describe('PATCH at once with others', () => {
    const patch = (answer: Answer, sent: object) =>
      call('PATCH /tenant-registrations/{id}', {
        params: { id: answer.body.data.tenantRegistrationId },
        body: sent,
      });

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

    it("leaves a deleted tenant's rows alone, though it was there when it began", async () => {
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
      let deleted = false;
      const spy = jest
        .spyOn(plane.registry.documents.constructor.prototype, 'send')
        .mockImplementation(async function (this: unknown, ...given: unknown[]) {
          const [command] = given as [{ constructor: { name: string } }];
          if (!deleted && command.constructor.name === 'UpdateCommand') {
            deleted = true;
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

  describe('DELETE', () => {
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
        ...(await Promise.all(
          ['-1', '366', '1.5', '01', ''].map((retainDays) => removeWith({ retainDays })),
        )),
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

  describe('roles', () => {
    const status = async (claims: Record<string, unknown> | null) => {
      const params = { id: 'nobody' };
      return {
        read: (await call('GET /tenant-registrations/{id}', { params, claims })).status,
        write: (await call('DELETE /tenant-registrations/{id}', { params, claims })).status,
      };
    };

    it.each([
      ['SystemAdmin', ADMIN, { read: 404, write: 404 }],
      ['CustomerSupport', SUPPORT, { read: 404, write: 403 }],
      ['no group', claimsOf('nobody'), { read: 403, write: 403 }],
      ['another group', claimsOf('stranger'), { read: 403, write: 403 }],
      ['several groups', claimsOf('both'), { read: 404, write: 404 }],
      ['no token', null, { read: 401, write: 401 }],
    ])('%s', async (_who, claims, expected) => {
      expect(await status(claims)).toEqual(expected);
    });
  });
});
