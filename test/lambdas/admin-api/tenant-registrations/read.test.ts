import { useRegistrations } from '../../../builders/registrations';

const PORT = 15017;

describe('GET of tenant registrations', () => {
  const { body, call, post } = useRegistrations(PORT);

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
