import { gzipSync } from 'node:zlib';
import { countThrottled } from '../../../lambdas/tenant-access/count-throttled/count-throttled';
import { fakeRegistry } from '../../builders/fake-registry';

const at = (day: number) => Date.UTC(2026, 2, day, 12);
const line = (tenantId: string, status: string | number, timestamp = at(10)) => ({
  id: '1',
  timestamp,
  message: JSON.stringify({ requestId: '429', tenantId, status }),
});
const batch = (logEvents: object[], messageType = 'DATA_MESSAGE') => ({
  awslogs: { data: gzipSync(JSON.stringify({ messageType, logEvents })).toString('base64') },
});
const count = async (event: ReturnType<typeof batch>) => {
  const { context, sent } = fakeRegistry({ update: () => ({}) });
  const result = await countThrottled(context)(event);
  const written = sent.map(({ input }) => {
    const values = input.ExpressionAttributeValues as Record<string, unknown>;
    const { pk, sk } = input.Key as Record<string, string>;
    return [pk, sk, values[':requests']];
  });
  return { result, written: written.sort() };
};

it('adds up refusals by tenant and day, in one write each', async () => {
  const { result, written } = await count(
    batch([line('a', '429'), line('b', 429), line('a', '429'), line('a', '429', at(11))]),
  );

  expect(result).toEqual({ counted: 4 });
  expect(written).toEqual([
    ['THROTTLED#2026-03-10', 'a', 2],
    ['THROTTLED#2026-03-10', 'b', 1],
    ['THROTTLED#2026-03-11', 'a', 1],
  ]);
});

it("passes over what is no tenant's refusal", async () => {
  const { result, written } = await count(
    batch([line('a', '200'), line('-', '429'), { timestamp: at(10), message: 'no JSON 429' }]),
  );

  expect([result, written]).toEqual([{ counted: 0 }, []]);
});

it('passes over the ping by which a subscription is tried', async () => {
  expect((await count(batch([line('a', '429')], 'CONTROL_MESSAGE'))).written).toEqual([]);
});
