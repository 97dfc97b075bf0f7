import { setTimeout as pause } from 'node:timers/promises';
import { call, type Reply } from '../load/call';
import { openLoop } from '../load/open-loop';

/** What a tenant sends. */
export interface Sending {
  url: string;
  token: string;
  perSecond: number;
  /** Every so manieth request is a POST of nearly the largest body that a service takes. @default 0, none */
  hugeEvery?: number;
}

export interface Sent {
  reply: Reply;
  /** Milliseconds from the time at which the request was due. */
  ms: number;
}

const HUGE = { name: 'x'.repeat(250 * 1024) };

/** Sends at a rate until `over`, beginning anywhere within the first gap: tenants do not send in step. */
export async function load(
  { url, token, perSecond, hugeEvery = 0 }: Sending,
  over: AbortSignal,
): Promise<Sent[]> {
  await pause((Math.random() * 1_000) / perSecond);
  const sent: Promise<Sent>[] = [];
  await openLoop(
    perSecond,
    (index, dueMs) => {
      const huge = hugeEvery > 0 && index % hugeEvery === 0;
      const reply = huge ? call(url, 'POST', token, HUGE) : call(`${url}?limit=5`, 'GET', token);
      sent.push(reply.then((done) => ({ reply: done, ms: performance.now() - dueMs })));
    },
    over,
  );
  return Promise.all(sent);
}
