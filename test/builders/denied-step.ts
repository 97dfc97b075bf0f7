import { allow, deny } from '../../scripts/local/denied-step';

/** Takes a right from a step's function; what it gives gives the right back. */
export async function denyStep(port: number, step: RegExp, action: string): Promise<() => Promise<void>> {
  await deny(port, { step, action });
  return () => allow(port, { step, action });
}
