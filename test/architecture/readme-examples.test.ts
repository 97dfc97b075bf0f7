import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createColors } from 'picocolors';
import * as z from 'zod';
import { registrationRowSchema, replayedSchema } from '../../lambdas/shared/contracts/admin-api-responses';
import { executionSchema } from '../../lambdas/shared/contracts/executions';
import { FootprintRemainsError } from '../../lambdas/shared/errors';
import type { Execution } from '../../scripts/cli/admin-api/types';
import { failureText, stateLine } from '../../scripts/cli/output/timeline';

const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
const answers = [...readme.matchAll(/```json\n(.*?)```/gs)].map(([, text]) => JSON.parse(String(text)));

/** What the README's tag leaves behind, in the words of the step that finds it. */
const { name: error, message: cause } = new FootprintRemainsError([
  { type: 'Tagged', name: 'arn:aws:dynamodb:us-east-1:000000000000:table/reports' },
]);

describe("the README's failed offboarding", () => {
  const [registration, execution, replayed] = answers;
  const plain = createColors(false);

  it('shows answers of the API as its contract has them', () => {
    const answerOf = (data: z.ZodType) => z.strictObject({ data });

    answerOf(registrationRowSchema).parse(registration);
    answerOf(executionSchema).parse(execution);
    answerOf(replayedSchema).parse(replayed);
    expect(answers).toHaveLength(3);
  });

  it('tells the failure as the step, the API and the CLI do', () => {
    expect(registration.data.failure).toMatchObject({ error, cause });
    expect(execution.data.failure.error).toBe(error);
    expect(readme).toContain(failureText(registration.data.failure, plain));
  });

  it('shows states as the CLI prints them', () => {
    const [state] = (execution.data as Execution).timeline;
    const failed = stateLine({ ...state, seconds: 0.2 } as never, execution.data, plain, 0, 40);
    const passed = stateLine(
      { ...state, left: 'then', seconds: 0.2 } as never,
      { ...execution.data, status: 'SUCCEEDED' },
      plain,
      0,
      40,
    );

    expect(readme).toContain(`${failed}\n`);
    expect(readme).toContain(`${passed}\n`);
  });
});
