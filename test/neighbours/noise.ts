import { fork } from 'node:child_process';
import { once } from 'node:events';
import { load, type Sending } from './sender';

/** What the noisy tenant did. */
export interface Noise {
  /** How often it got which answer. */
  answers: Record<string, number>;
  /** How long it sent, in milliseconds. */
  lastedMs: number;
}

/**
 * The noisy tenant, in a process of its own: in this one its requests would delay the clock by which the others are
 * measured. It sends from when this returns until `end`.
 */
export async function noisyTenant(sending: Sending): Promise<{ end(): Promise<Noise> }> {
  const child = fork(__filename, { execArgv: ['--import', 'tsx'] });
  await once(child, 'message');
  child.send(sending);
  return {
    async end() {
      child.send('end');
      const [noise] = (await once(child, 'message')) as [Noise];
      child.disconnect();
      return noise;
    },
  };
}

/** The other end. */
async function send(): Promise<void> {
  const over = new AbortController();
  process.once('message', async (sending: Sending) => {
    process.once('message', () => over.abort());
    const { sent, lastedMs } = await load(sending, over.signal);
    const noise: Noise = { answers: {}, lastedMs };
    for (const { reply } of sent) {
      const answer = reply.error ?? String(reply.status);
      noise.answers[answer] = (noise.answers[answer] ?? 0) + 1;
    }
    process.send?.(noise);
  });
  process.send?.('ready');
}

if (require.main === module) void send();
