import { ago, dateTime, duration, instant, number } from '../../../app-services/portal-shared/format/locale';

it('writes numbers and dates as the reader does', () => {
  expect(number(1234.5, 'de-DE')).toBe('1.234,5');
  expect(number(1234.5, 'en-GB')).toBe('1,234.5');
  expect(dateTime('2026-11-27T14:05:00', 'en-GB')).toBe('27 Nov 2026, 14:05');
  expect(instant('2026-11-27T14:05:09', 'en-GB')).toBe('27 Nov 2026, 14:05:09');
  expect([dateTime(undefined), instant(undefined)]).toEqual(['–', '–']);
});

it.each([
  [0.0004, '0 ms'],
  [0.212, '212 ms'],
  [0.9996, '1.0 sec'],
  [1.44, '1.4 sec'],
  [9.96, '10 sec'],
  [59.6, '1 min 0 sec'],
  [200, '3 min 20 sec'],
  [7_500, '2 hr 5 min'],
])('says how long %s s are', (seconds, text) => expect(duration(seconds, 'en-US')).toBe(text));

it.each([
  [-5, '5 seconds ago'],
  [-180, '3 minutes ago'],
  [-90_000, 'yesterday'],
  [3_600, 'in 1 hour'],
])('says how long ago %s s from now is', (seconds, text) => {
  expect(ago(1_000_000_000 + seconds * 1000, 1_000_000_000, 'en')).toBe(text);
});
