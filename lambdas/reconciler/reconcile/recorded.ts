import type { RegistryContext } from '../../shared/registry/client';
import { endRun } from '../../shared/registry/reconciliations';
import type { Finding } from './finding';

/**
 * Does a whole run and leaves what it found where operators see it, also when it fails.
 * @param startedAt of the run, as it was begun
 */
export async function recorded<R extends { tenants: number; skipped: number }>(
  registry: RegistryContext,
  startedAt: string,
  work: (onFinding: (finding: Finding) => void) => Promise<R>,
): Promise<R> {
  const findings: Finding[] = [];
  try {
    const result = await work((finding) => findings.push(finding));
    await endRun(registry, startedAt, {
      ...{ state: 'done', tenants: result.tenants, findings },
      ...(result.skipped > 0 ? { skipped: result.skipped } : {}),
    });
    return result;
  } catch (error) {
    await endRun(registry, startedAt, {
      state: 'failed',
      tenants: 0,
      findings,
      error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    });
    throw error;
  }
}
