/** @jest-environment node */
import { ApiError, UnreachableError } from '../../../app-services/portal-shared/api/errors';
import { retry, retryDelay } from '../../../app-services/portal-shared/queries/query-client';

const refusal = (status: number, message = 'no', after?: number) => new ApiError(status, message, after);

it.each([
  ['what passes', refusal(503), true],
  ['no answer', new UnreachableError('away'), true],
  ['a rate', refusal(429, 'Too Many Requests', 1), true],
  ['a quota that is used up for the day', refusal(429, 'Limit Exceeded', 3_600), false],
  ['what is wrong for good', refusal(400), false],
])('%s is asked for again: %p', (_, error, again) => expect(retry(0, error)).toBe(again));

it('is asked for four times in all, later and later unless the API says when', () => {
  expect(retry(3, refusal(503))).toBe(false);
  expect([0, 1, 2].map((attempt) => retryDelay(attempt, refusal(503)))).toEqual([500, 1_000, 2_000]);
  expect(retryDelay(2, refusal(429, 'Too Many Requests', 1))).toBe(1_000);
});
