/**
 * Takes each control out of a copy of the product in turn and runs the tests that must then turn red. Ends with exit
 * code 1 when one of them stays green: a control that no test holds is a promise that nobody keeps.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureEngine } from '../../scripts/local/engine';
import { root } from '../../scripts/local/paths';
import { ensurePythonTools } from '../../scripts/local/python-tools';
import { CONTROLS } from './controls';
import { Copy } from './mutant';

const HELP = `Usage: npm run test:mutations [-- --only TEXT] [--list]

Takes each control (a condition of a policy, a check of the authorizer, a rule of a security group, ...) out of a copy
of the sources, and runs the tests that must then fail. A few minutes.

  --only TEXT  controls whose sentence or file contains TEXT, or one of several so given
  --list       print the controls and their tests, run nothing
  --help       this text`;

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [''] },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const chosen = Object.entries(CONTROLS).flatMap(([room, controls]) =>
  controls
    .filter(({ what, file }) => values.only.some((text) => `${what} ${file}`.includes(text)))
    .map((control) => ({ room, ...control })),
);

async function main(): Promise<void> {
  if (values.help) return console.log(HELP);
  if (values.list) {
    for (const { room, what, file, tests } of chosen)
      console.log(`${room}: ${what}\n  ${file}\n  ${tests.join('\n  ')}`);
    return;
  }
  await Promise.all([ensureEngine(), ensurePythonTools()]);
  const copy = new Copy(root, join(root, '.local/test/mutations'));
  const tests = [...new Set(chosen.flatMap((control) => control.tests))];
  console.log(`${chosen.length} controls; first their ${tests.length} test files with all of them in place`);
  const whole = await copy.test(tests);
  if (!whole || whole.failed > 0 || whole.passed === 0) {
    throw new Error(
      `the tests must pass as the product is: ${JSON.stringify(whole ?? 'they could not be run')}`,
    );
  }
  console.log(`${whole.passed} passed`);

  const begun = Date.now();
  let survived = 0;
  for (const [index, control] of chosen.entries()) {
    const verdict = await copy.tryWithout(control);
    if (!verdict.killed) survived += 1;
    const told = verdict.killed ? 'red  ' : `GREEN (${verdict.why})`;
    console.log(`${String(index + 1).padStart(3)} ${told} ${control.room}: ${control.what}`);
  }
  const seconds = ((Date.now() - begun) / 1000).toFixed(0);
  console.log(
    `${chosen.length} controls taken out, ${chosen.length - survived} seen red, ${survived} not, in ${seconds} s`,
  );
  if (survived > 0) process.exitCode = 1;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
