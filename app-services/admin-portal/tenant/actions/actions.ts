import type { Registration } from '../../types';

export type ActionId =
  | 'suspend'
  | 'resume'
  | 'extend'
  | 'export'
  | 'replay'
  | 'cancel-offboarding'
  | 'offboard';

export interface Action {
  id: ActionId;
  text: string;
  /** Why the API would refuse it now. */
  disabledReason?: string;
}

type State = Pick<Registration, 'registrationStatus' | 'sbtaws_active' | 'offboarding'>;

const hasFailed = ({ registrationStatus }: State): boolean => registrationStatus.startsWith('Failed');

/** The API's own rules, so that an operator sees what is possible; it decides all the same. */
const RULES: { id: ActionId; text: string; possible: (tenant: State) => boolean; otherwise: string }[] = [
  {
    id: 'suspend',
    text: 'Suspend',
    possible: ({ registrationStatus }) => registrationStatus === 'Created',
    otherwise: 'Only a tenant in service can be suspended',
  },
  {
    id: 'resume',
    text: 'Resume',
    possible: ({ registrationStatus }) => registrationStatus === 'Suspended',
    otherwise: 'Only a suspended tenant can be resumed',
  },
  {
    id: 'extend',
    text: "Extend today's quota",
    possible: ({ registrationStatus }) => ['Created', 'Suspended'].includes(registrationStatus),
    otherwise: 'The tenant has no API key that is metered',
  },
  {
    id: 'export',
    text: 'Export data',
    possible: ({ offboarding }) => offboarding?.state !== 'removing',
    otherwise: "The tenant's data is being deleted",
  },
  {
    id: 'replay',
    text: 'Replay what failed',
    possible: hasFailed,
    otherwise: 'Nothing has failed',
  },
  {
    id: 'cancel-offboarding',
    text: 'Cancel the offboarding',
    possible: (tenant) => isKept(tenant),
    otherwise: 'No offboarding waits: only one with a grace period can be cancelled',
  },
  {
    id: 'offboard',
    text: 'Offboard',
    possible: ({ registrationStatus }) => registrationStatus !== 'Deleting',
    otherwise: 'It is being offboarded',
  },
];

/** Whether a deletion is ordered and its data still kept. */
export const isKept = ({ registrationStatus, offboarding }: State): boolean =>
  registrationStatus === 'Deleting' &&
  offboarding?.retainUntil !== undefined &&
  ['ordered', 'waiting'].includes(offboarding.state);

/** What an operator may do with a tenant, each with the reason where it is not possible now. */
export const actionsFor = (tenant: State): Action[] =>
  RULES.map(({ id, text, possible, otherwise }) => {
    if (!tenant.sbtaws_active) return { id, text, disabledReason: 'The tenant is deleted' };
    return possible(tenant) ? { id, text } : { id, text, disabledReason: otherwise };
  });
