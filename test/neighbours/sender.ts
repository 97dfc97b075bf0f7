import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { call, type Reply } from '../load/call';
import { openLoop } from '../load/open-loop';

/** How a request can take more than others: by a body of nearly the largest size, or by taking its time. */
export type Burden = 'huge' | 'slow';

/** What a tenant sends. */
export interface Sending {
  url: string;
  token: string;
  perSecond: number;
  /** Every n-th request is a burden. @default none is */
  burden?: { kind: Burden; every: number } | undefined;
}

export interface Sent {
  reply: Reply;
  /** Milliseconds from the time at which the request was due. */
  ms: number;
}

export interface Load {
  sent: Sent[];
  /** How long it was sent, in milliseconds. */
  lastedMs: number;
}

const HUGE = { name: 'x'.repeat(250 * 1024) };
const SLOW = JSON.stringify({ name: 'Bread', price: 4.5, sku: 'BRD-1', category: 'Food' });
/** Between two bytes that are sent, and before the answer is read: some 4 s in all. */
const DRIP_MS = 50;
const UNREAD_MS = 1_000;
/** API Gateway gives up after 29 s. */
const GIVEN_UP_MS = 35_000;

const BURDENS: Record<Burden, (url: string, token: string) => Promise<Reply>> = {
  huge: (url, token) => call(url, 'POST', token, HUGE),
  slow: callSlowly,
};

/** Sends at a rate until `over`, beginning anywhere within the first gap: tenants do not send in step. */
export async function load({ url, token, perSecond, burden }: Sending, over: AbortSignal): Promise<Load> {
  await pause((Math.random() * 1_000) / perSecond);
  const sent: Promise<Sent>[] = [];
  const { lastedMs } = await openLoop(
    perSecond,
    (index, dueMs) => {
      const reply =
        burden && index % burden.every === 0
          ? BURDENS[burden.kind](url, token)
          : call(`${url}?limit=5`, 'GET', token);
      sent.push(reply.then((done) => ({ reply: done, ms: performance.now() - dueMs })));
    },
    over,
  );
  return { sent: await Promise.all(sent), lastedMs };
}

/** A POST on a connection of its own whose body comes byte by byte, and whose answer waits to be read. */
function callSlowly(url: string, token: string): Promise<Reply> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) =>
      resolve({ headers: {}, text: '', error: error.code ?? error.name });
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': SLOW.length,
    };
    let at = 0;
    const drip = setInterval(() => {
      if (at < SLOW.length) sending.write(SLOW.charAt(at++));
      else {
        clearInterval(drip);
        sending.end();
      }
    }, DRIP_MS);
    const signal = AbortSignal.timeout(GIVEN_UP_MS);
    const sending = request(url, { method: 'POST', agent: false, headers, signal }, (answer) => {
      const { statusCode: status, headers: told } = answer;
      answer.on('error', failed).on('end', () => resolve({ status, headers: told, text: '' }));
      setTimeout(() => answer.resume(), UNREAD_MS);
    });
    sending.on('error', failed).on('close', () => clearInterval(drip));
  });
}
