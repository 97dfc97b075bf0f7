/** @jest-environment node */
import { createApi } from '../../../app-services/portal-shared/api/client';

interface Paths {
  '/things': { get: { responses: { 200: { content: { 'application/json': { name: string } } } } } };
}

/** Answers in turn, and remembers what was asked. */
function answering(...answers: (Response | Error)[]) {
  const asked: string[] = [];
  globalThis.fetch = (async (request: Request) => {
    asked.push(request.headers.get('authorization') ?? 'nobody');
    const answer = answers.shift();
    if (answer instanceof Error || !answer) throw answer ?? new Error('asked once too often');
    return answer;
  }) as typeof fetch;
  return asked;
}
const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

const api = () => createApi<Paths>('https://api.example/', async (renew) => (renew ? 'new' : 'old'));

it('asks again once with a renewed token when the first is refused', async () => {
  const asked = answering(json(401, { message: 'Unauthorized' }), json(200, { name: 'pen' }));

  expect((await api().fetch.GET('/things')).data).toEqual({ name: 'pen' });
  expect(asked).toEqual(['Bearer old', 'Bearer new']);
});

it('gives up when the renewed token is refused too', async () => {
  const asked = answering(json(401, { message: 'Unauthorized' }), json(401, { message: 'Unauthorized' }));

  await expect(api().fetch.GET('/things')).rejects.toMatchObject({ name: 'ApiError', status: 401 });
  expect(asked).toHaveLength(2);
});

it('asks nothing once the session is over', async () => {
  const asked = answering();
  const over = createApi<Paths>('https://api.example', async () => undefined);

  await expect(over.fetch.GET('/things')).rejects.toMatchObject({ name: 'SessionEndedError' });
  expect(asked).toEqual([]);
});

it('tells a refusal in the words of the API, with the time to wait and the request', async () => {
  answering(json(429, { message: 'Too Many Requests' }, { 'retry-after': '3', 'x-request-id': 'r-1' }));

  await expect(api().fetch.GET('/things')).rejects.toMatchObject({
    ...{ status: 429, message: 'Too Many Requests', retryAfterSeconds: 3, requestId: 'r-1' },
  });
});

it('names an API that does not answer', async () => {
  answering(new TypeError('Failed to fetch'));

  await expect(api().fetch.GET('/things')).rejects.toMatchObject({ name: 'UnreachableError' });
});
