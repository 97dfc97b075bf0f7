import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { type Cell, cellSchema } from '../contracts/workflow';

/** Cells change with a deployment only; a minute is soon enough for the next onboarding to see one. */
const KEEP_MS = 60_000;

/** Reads cells from their SSM parameters `<prefix>/<cell id>`, and keeps each for a minute. */
export function cellReader(ssm: SSMClient, prefix: string, now: () => number = Date.now) {
  const kept = new Map<string, { cell: Cell; until: number }>();
  return async (cellId: string): Promise<Cell> => {
    const known = kept.get(cellId);
    if (known && known.until > now()) return known.cell;
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: `${prefix}/${cellId}` }));
    const cell = cellSchema.parse(JSON.parse(Parameter?.Value ?? 'null'));
    kept.set(cellId, { cell, until: now() + KEEP_MS });
    return cell;
  };
}
