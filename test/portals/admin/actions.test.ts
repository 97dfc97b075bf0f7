import { actionsFor, isKept } from '../../../app-services/admin-portal/tenant/actions/actions';
import { wholeNumberProblem } from '../../../app-services/admin-portal/tenant/actions/whole-number';

const possible = (registrationStatus: string, more: Partial<Parameters<typeof actionsFor>[0]> = {}) =>
  actionsFor({ registrationStatus, sbtaws_active: true, ...more }).map(({ id }) => id);

it.each([
  ['Created', ['suspend', 'extend', 'export', 'offboard']],
  ['Suspended', ['resume', 'extend', 'export', 'offboard']],
  ['In progress', ['export', 'offboard']],
  ['Failed to provision', ['export', 'replay', 'offboard']],
  ['Failed to deprovision', ['export', 'replay', 'offboard']],
])('offers what the API admits for a tenant that is "%s"', (status, actions) => {
  expect(possible(status)).toEqual(actions);
});

it('offers a replay of a suspension or a resumption that failed, after which the tenant is what it was', () => {
  const failure = { state: 'Scale', error: 'NotReadyError' };

  expect(possible('Created', { failure })).toEqual(['suspend', 'extend', 'export', 'replay', 'offboard']);
  expect(possible('Suspended', { failure })).toContain('replay');
  expect(possible('Deleting', { failure })).not.toContain('replay');
});

it('offers to cancel an offboarding as long as the data is kept, and nothing during a removal', () => {
  const retainUntil = '2026-04-01T00:00:00.000Z';
  const waiting = { offboarding: { state: 'waiting', retainUntil } };

  expect(possible('Deleting', waiting)).toEqual(['export', 'cancel-offboarding']);
  expect(possible('Deleting', { offboarding: { state: 'removing', retainUntil } })).toEqual([]);
  expect(isKept({ registrationStatus: 'Created', sbtaws_active: true, ...waiting })).toBe(false);
});

it('offers nothing for a deleted tenant', () => {
  expect(possible('Deleted', { sbtaws_active: false })).toEqual([]);
});

it.each([
  ['', undefined],
  ['7', undefined],
  ['0', 'Type a whole number from 1 to 9.'],
  ['10', 'Type a whole number from 1 to 9.'],
  ['1.5', 'Type a whole number from 1 to 9.'],
])('checks a number as it is typed: %p', (text, problem) => {
  expect(wholeNumberProblem(text, 1, 9)).toBe(problem);
});
