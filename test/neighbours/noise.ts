import { fork } from 'node:child_process';
import { once } from 'node:events';
import { load, type Sending } from './sender';

/** How often the noisy tenant got which answer. */
export type Noise = Record<string, number>;

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
      const [counted] = (await once(child, 'message')) as [Noise];
      child.disconnect();
      return counted;
    },
  };
}

/** The other end. */
async function send(): Promise<void> {
  const over = new AbortController();
  process.once('message', async (sending: Sending) => {
    process.once('message', () => over.abort());
    const counted: Noise = {};
    for (const { reply } of await load(sending, over.signal)) {
      const answer = reply.error ?? String(reply.status);
      counted[answer] = (counted[answer] ?? 0) + 1;
    }
    process.send?.(counted);
  });
  process.send?.('ready');
}

if (require.main === module) void send();
