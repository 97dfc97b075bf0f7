import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { useUsersService, uwe } from '../../builders/users-service';

const service = useUsersService();
const { post, get } = service;

describe('the list', () => {
  it("is a plain array of the own tenant's users", async () => {
    await post(uwe);
    const response = await get('/users');
    expect(response.json().map((user: { username: string }) => user.username)).toEqual([
      'ann@example.com',
      'uwe@example.com',
    ]);
    expect(response.headers.link).toBeUndefined();
  });

  it('gives every user once, scattered as they are in the shared pool', async () => {
    const own = ['ann@example.com'];
    for (let n = 0; n < 400; n += 1) {
      const name = `user-${n}@example.com`;
      service.pool.add(name, n % 7 === 0 ? 'tenant-1' : 'tenant-2');
      if (n % 7 === 0) own.push(name);
    }
    const seen: string[] = [];
    let url = '/users?limit=9';
    while (url) {
      const response = await get(url);
      const page = response.json();
      expect(page.length).toBeLessThanOrEqual(9);
      seen.push(...page.map((user: { username: string }) => user.username));
      const next = /^<(\?[^>]+)>/.exec(String(response.headers.link ?? ''))?.[1];
      url = next ? `/users${next}` : '';
    }
    expect(seen).toEqual(own);
  });

  it('looks through no more than 1,200 users for one answer, and goes on in the next', async () => {
    for (let n = 0; n < 1500; n += 1) service.pool.add(`user-${n}@example.com`, 'tenant-2');
    service.pool.add('last@example.com', 'tenant-1');
    const first = await get('/users');
    expect(first.json()).toHaveLength(1);
    expect(service.pool.mock.commandCalls(ListUsersCommand)).toHaveLength(20);
    const second = await get(`/users?next_token=${first.headers['x-next-token']}`);
    expect(second.json().map((user: { username: string }) => user.username)).toEqual(['last@example.com']);
    expect(second.headers['x-next-token']).toBeUndefined();
  });

  it('a token that Cognito does not know any more: 400', async () => {
    for (let n = 0; n < 100; n += 1) service.pool.add(`user-${n}@example.com`);
    const token = (await get('/users?limit=70')).headers['x-next-token'];
    service.pool.mock
      .on(ListUsersCommand)
      .rejects(Object.assign(new Error('x'), { name: 'InvalidParameterException' }));
    const response = await get(`/users?next_token=${token}`);
    expect([response.statusCode, response.json()]).toEqual([400, { message: 'next_token is too old' }]);
  });

  it('a made-up token: 400', async () => {
    expect((await get('/users?next_token=made-up')).json()).toEqual({
      message: 'next_token is not one that this list gave',
    });
  });
});
