import { ApiError, UnreachableError } from './errors';

/** An error as a person reads it. */
export interface Problem {
  title: string;
  detail: string;
  /** To find the request in the logs. */
  requestId?: string;
}

const TITLES: Record<number, string> = {
  400: 'That was not accepted',
  403: 'You may not do this',
  404: 'There is no such thing',
  409: 'That does not fit the present state',
  412: 'Somebody else has changed it meanwhile',
  422: 'That was not accepted',
  429: 'Too many requests',
};

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

export function problemOf(error: unknown): Problem {
  if (error instanceof UnreachableError) {
    return { title: 'The service cannot be reached', detail: 'Check your connection; then try again.' };
  }
  if (error instanceof ApiError) {
    const wait = error.retryAfterSeconds;
    return {
      title: TITLES[error.status] ?? (error.status >= 500 ? 'The service has failed' : 'That was refused'),
      detail: wait === undefined ? error.message : `${sentence(error.message)} Try again in ${wait} s.`,
      requestId: error.requestId,
    };
  }
  return { title: 'Something went wrong', detail: error instanceof Error ? error.message : String(error) };
}

/** The same in one text, where there is no room for a heading. */
export function explain(error: unknown): string {
  const { title, detail } = problemOf(error);
  return `${title}. ${detail}`;
}
