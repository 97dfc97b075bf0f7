import type { Registration } from '../../types';

type State = Pick<Registration, 'registrationStatus' | 'sbtaws_active' | 'offboarding' | 'failure'>;

const isOneOf =
  (...statuses: string[]) =>
  ({ registrationStatus }: State): boolean =>
    statuses.includes(registrationStatus);

/** Whether a deletion is ordered and its data still kept. */
export const isKept = ({ registrationStatus, offboarding }: State): boolean =>
  registrationStatus === 'Deleting' &&
  offboarding?.retainUntil !== undefined &&
  ['ordered', 'waiting'].includes(offboarding.state);

/** After a suspension or resumption that failed, the tenant is what it was before; the failure alone tells of it. */
const hasFailed = (tenant: State): boolean =>
  isOneOf('Failed to provision', 'Failed to deprovision')(tenant) ||
  (Boolean(tenant.failure) && isOneOf('Created', 'Suspended')(tenant));

/** Each with the API's own rule, so that only what it admits is offered; it decides all the same. */
const ACTIONS = [
  { id: 'suspend', text: 'Suspend', possible: isOneOf('Created') },
  { id: 'resume', text: 'Resume', possible: isOneOf('Suspended') },
  { id: 'extend', text: "Extend today's quota", possible: isOneOf('Created', 'Suspended') },
  {
    id: 'export',
    text: 'Export data',
    possible: ({ offboarding }: State) => offboarding?.state !== 'removing',
  },
  {
    id: 'replay',
    text: 'Replay what failed',
    possible: hasFailed,
  },
  { id: 'cancel-offboarding', text: 'Cancel the offboarding', possible: isKept },
  { id: 'offboard', text: 'Offboard', possible: (tenant: State) => !isOneOf('Deleting')(tenant) },
] as const;

export type ActionId = (typeof ACTIONS)[number]['id'];

/** What an operator may do with a tenant as it is now. */
export const actionsFor = (tenant: State): { id: ActionId; text: string }[] =>
  tenant.sbtaws_active
    ? ACTIONS.filter(({ possible }) => possible(tenant)).map(({ id, text }) => ({ id, text }))
    : [];
