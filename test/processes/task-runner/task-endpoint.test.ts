import { ecsStage } from '../../builders/ecs-stage';
import { useLocalAws } from '../../builders/local-aws';
import { useTaskRunner } from '../../builders/task-runner';

const PORT = 15146;
const PROXY = 'http://127.0.0.1:4811';
useLocalAws(PORT);
useTaskRunner(PORT, ['products'], { taskEndpointUrl: PROXY });
const stage = ecsStage(PORT);

beforeAll(() => stage.prepare('basic'));

test('tasks can be sent to a proxy before the local AWS, which the runner itself goes around', async () => {
  const definition = await stage.registerTask('products');

  const { url, targetGroupArn } = await stage.createService('basic', 'behind-a-proxy', definition);
  await stage.registered(targetGroupArn, 1);
  const seen = (await (await fetch(`${url}/products/environment`)).json()) as Record<string, string>;

  expect(seen).toMatchObject({ AWS_ENDPOINT_URL: PROXY, AWS_ENDPOINT_URL_S3: PROXY });
});
