import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CliFailure } from './failure';

/**
 * Fetches a link into a file that only its owner can read, piece by piece whatever its size. The file is there once it
 * has arrived whole.
 *
 * @param sha256 what the contents must have, hexadecimal
 * @throws CliFailure when the link is refused, breaks off or leads to other contents; it then leaves no file
 */
export async function download(url: string, path: string, sha256?: string): Promise<void> {
  const unfinished = `${path}.unfinished`;
  const hash = createHash('sha256');
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  try {
    const answer = await fetch(url);
    if (!answer.ok || !answer.body) {
      throw new CliFailure(
        `${nameOf(url)} cannot be fetched: HTTP ${answer.status}`,
        'links are valid for 15 minutes; ask for new ones with --from',
      );
    }
    const source = Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]);
    await pipeline(source, counted, createWriteStream(unfinished, { mode: 0o600 }));
    const found = hash.digest('hex');
    if (sha256 !== undefined && found !== sha256) {
      throw new CliFailure(
        `${nameOf(url)} did not arrive as it was exported: its SHA-256 is ${found}, not ${sha256}`,
        'fetch it again with --from',
      );
    }
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    if (error instanceof CliFailure) throw error;
    throw new CliFailure(`${nameOf(url)} cannot be fetched`, 'try again with --from', undefined, {
      cause: error,
    });
  }
}

/** Without its signature: whoever has that can read the object. */
const nameOf = (url: string): string => new URL(url).pathname.split('/').at(-1) ?? '';
