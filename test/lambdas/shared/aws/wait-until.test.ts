import { waitUntil } from '../../../../lambdas/shared/aws/wait-until';
import { NotReadyError } from '../../../../lambdas/shared/errors';
import { jumpingClock } from '../../../builders/onboarding';

describe('waiting', () => {
  it('ends at the first look that sees it, without a pause', async () => {
    const clock = jumpingClock();

    await expect(
      waitUntil(async () => ({ id: 'x' }), { first: 100, longest: 1_000, total: 5_000 }, clock),
    ).resolves.toEqual({ id: 'x' });
    expect(clock.pauses).toEqual([]);
  });

  it('pauses longer each time, up to the longest, and ends within its time', async () => {
    const clock = jumpingClock();

    const waiting = waitUntil(
      async () => 'nothing yet',
      { first: 100, growth: 2, longest: 400, total: 1_600 },
      clock,
    );

    await expect(waiting).rejects.toThrow(new NotReadyError('nothing yet'));
    expect(clock.pauses).toEqual([100, 200, 400, 400, 400]);
  });

  it('tells what was missing last', async () => {
    const missing = ['orders', 'products', 'products'];

    const waiting = waitUntil(
      async () => missing.shift() ?? 'products',
      { first: 100, longest: 100, total: 300 },
      jumpingClock(),
    );

    await expect(waiting).rejects.toThrow('products');
  });
});
