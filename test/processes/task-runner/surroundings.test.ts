import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ecsStage, serviceConnect } from '../../builders/ecs-stage';
import { useLocalAws } from '../../builders/local-aws';
import { useTaskRunner } from '../../builders/task-runner';
import { until } from '../../builders/until';

const PORT = 14811;
const aws = useLocalAws(PORT);
// Two seconds, so that a test sees the credentials run out.
const runner = useTaskRunner(PORT, ['orders', 'products', 'users'], { credentialsSeconds: 2 });
const stage = ecsStage(PORT);

const text = async (url: string) => (await fetch(url)).text();

beforeAll(() => stage.prepare('basic', 'premium'));

describe('the credentials of a task', () => {
  it('are its task role’s, and go on after the first have expired', async () => {
    const definition = await stage.registerTask('users', {}, await stage.createRole('users-task'));

    const { url, targetGroupArn } = await stage.createService('basic', 'users', definition);
    await stage.registered(targetGroupArn, 1);
    const identity = await text(`${url}/users/identity`);
    // Anew if they ran out on the way.
    const { asFirst, own } = await until('credentials that have not expired', 10_000, async () => {
      const first = JSON.parse(await text(`${url}/users/credentials`)) as Record<string, string>;
      const asFirst = new STSClient(aws.configAs({ ...first, SessionToken: first.Token }));
      return asFirst.send(new GetCallerIdentityCommand()).then(
        (own) => ({ asFirst, own }),
        (error: Error) => {
          if (error.name !== 'ExpiredToken') throw error;
          return undefined;
        },
      );
    });
    const end = await until('the first to expire', 10_000, () =>
      asFirst.send(new GetCallerIdentityCommand()).then(
        () => undefined,
        (error: Error) => error.name,
      ),
    );
    const later = await text(`${url}/users/identity`);

    expect(own.Arn).toBe(identity);
    expect(end).toBe('ExpiredToken');
    expect(identity).toBe('arn:aws:sts::000000000000:assumed-role/users-task/ecs-task');
    expect(later).toBe(identity);
  });

  it('are for that task alone', async () => {
    const definition = await stage.registerTask('products', {}, await stage.createRole('products-task'));
    const { url, targetGroupArn } = await stage.createService('basic', 'alone', definition);
    await stage.registered(targetGroupArn, 1);
    const task = JSON.parse(await text(`${url}/products/environment`)) as Record<string, string>;
    const uri = task.AWS_CONTAINER_CREDENTIALS_FULL_URI as string;

    const withoutToken = await fetch(uri);
    const ofAnother = await fetch(uri.replace(/[^/]+$/, 'another'), {
      headers: { authorization: task.AWS_CONTAINER_AUTHORIZATION_TOKEN as string },
    });

    expect([withoutToken.status, ofAnother.status]).toEqual([403, 403]);
  });

  it('are refused for a role that does not trust ECS tasks, and the task does not start', async () => {
    const role = await stage.createRole('function-role', 'lambda.amazonaws.com');
    const definition = await stage.registerTask('products', {}, role);

    const { targetGroupArn } = await stage.createService('basic', 'untrusted', definition);
    await until('the refusal', 10_000, async () =>
      /service untrusted: ECS was unable to assume the role/.test(await runner.log()) ? true : undefined,
    );

    expect(await stage.portsOf(targetGroupArn)).toEqual([]);
  });
});

describe('a Service Connect name', () => {
  const ask = async (balancer: string, by: string) =>
    text(
      `${balancer}/orders/call?by=${by}&url=${encodeURIComponent('http://products-api:3010/products/version')}`,
    );

  it('is reached by every way of connecting from its own namespace, and from no other', async () => {
    const environment = [{ name: 'VERSION', value: 'of tenant one' }];
    const products = await stage.registerTask('products', { environment });
    const orders = await stage.registerTask('orders');
    const provider = await stage.createService('basic', 'products', products, {
      serviceConnectConfiguration: serviceConnect('tenant-one', 'products-api'),
    });
    const neighbour = await stage.createService('basic', 'orders', orders, {
      serviceConnectConfiguration: serviceConnect('tenant-one', 'orders-api'),
    });
    const stranger = await stage.createService('premium', 'orders', orders, {
      serviceConnectConfiguration: serviceConnect('tenant-two', 'orders-api'),
    });
    const outsider = await stage.createService('premium', 'outside', orders);
    for (const { targetGroupArn } of [provider, neighbour, stranger, outsider]) {
      await stage.registered(targetGroupArn, 1);
    }

    const answers = await Promise.all(['fetch', 'http', 'tcp'].map((by) => ask(neighbour.url, by)));
    const refused = await Promise.all([stranger, outsider].map(({ url }) => ask(url, 'fetch')));

    expect(answers).toEqual(['of tenant one', 'of tenant one', 'HTTP/1.1 200 OK']);
    expect(refused).toEqual(Array(2).fill('Error: getaddrinfo ENOTFOUND products-api'));
  });

  it('that is newer than the task that uses it is told of, since on AWS it would not be reached', async () => {
    const early = await stage.createService('basic', 'early', await stage.registerTask('orders'), {
      serviceConnectConfiguration: serviceConnect('tenant-four', 'early-api'),
    });
    await stage.registered(early.targetGroupArn, 1);
    const late = await stage.createService('basic', 'late', await stage.registerTask('products'), {
      serviceConnectConfiguration: serviceConnect('tenant-four', 'products-api'),
    });
    await stage.registered(late.targetGroupArn, 1);

    const answer = await ask(early.url, 'tcp');

    expect(answer).toBe('HTTP/1.1 200 OK');
    const note = 'note: orders of service early uses products-api:3010, deployed after it';
    await until('the note', 10_000, async () => ((await runner.log()).includes(note) ? true : undefined));
    expect(await runner.log()).not.toMatch(/note: orders of service orders uses/);
  });

  it('is answered by all tasks of its service in turn', async () => {
    const products = await stage.registerTask('products');
    const provider = await stage.createService('basic', 'many', products, {
      desiredCount: 3,
      serviceConnectConfiguration: serviceConnect('tenant-three', 'many-api'),
    });
    const orders = await stage.createService('basic', 'asking', await stage.registerTask('orders'), {
      serviceConnectConfiguration: serviceConnect('tenant-three', 'asking-api'),
    });
    await stage.registered(provider.targetGroupArn, 3);
    await stage.registered(orders.targetGroupArn, 1);
    const url = encodeURIComponent('http://many-api:3010/products/pid');

    const pids = await Promise.all([1, 2, 3].map(() => text(`${orders.url}/orders/call?by=http&url=${url}`)));

    expect(new Set(pids).size).toBe(3);
  });
});
