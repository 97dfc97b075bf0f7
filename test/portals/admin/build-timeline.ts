import type { TimelineEntry } from '../../../app-services/admin-portal/types';

let entries = 0;

/** An entry of an execution's timeline: of a task that succeeded in a second, unless told otherwise. */
export const buildEntry = (state: string, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
  id: ++entries,
  state,
  type: 'Task',
  status: 'succeeded',
  entered: '2026-03-01T12:00:00.000Z',
  ...(more.status && more.status !== 'succeeded' ? {} : { left: '2026-03-01T12:00:01.000Z', seconds: 1 }),
  redrive: 0,
  tries: 1,
  ...more,
});
