import { repeatThrottled } from '../../../../lambdas/shared/aws/repeat-throttled';
import { awsError } from '../../../builders/onboarding';

describe('a call that must not be made twice', () => {
  const pauses: number[] = [];
  const clock = { sleep: async (milliseconds: number) => void pauses.push(milliseconds) };
  const failing = (name: string, times: number) => {
    let left = times;
    return jest.fn(async () => {
      if (left-- > 0) throw awsError(name);
      return 'made';
    });
  };
  beforeEach(() => {
    pauses.length = 0;
  });

  it.each(['ThrottlingException', 'TooManyRequestsException'])('is made again after %s', async (name) => {
    const call = failing(name, 3);

    expect(await repeatThrottled(call, clock)).toBe('made');

    expect(call).toHaveBeenCalledTimes(4);
    expect(pauses).toHaveLength(3);
    for (const [n, pause] of pauses.entries()) expect(pause).toBeLessThanOrEqual(500 * 2 ** n);
  });

  it('is given up after four throttles', async () => {
    const call = failing('ThrottlingException', 9);

    await expect(repeatThrottled(call, clock)).rejects.toMatchObject({ name: 'ThrottlingException' });

    expect(call).toHaveBeenCalledTimes(4);
  });

  it.each(['ServerException', 'InternalErrorException', 'TimeoutError', 'AccessDeniedException'])(
    'is made once when it fails with %s, after which it may have taken effect or never will',
    async (name) => {
      const call = failing(name, 9);

      await expect(repeatThrottled(call, clock)).rejects.toMatchObject({ name });

      expect(call).toHaveBeenCalledTimes(1);
      expect(pauses).toEqual([]);
    },
  );
});
