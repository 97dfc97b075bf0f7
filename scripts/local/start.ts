/** The main command: see scripts/start.sh --help. */
import { parseArgs } from 'node:util';
import pc from 'picocolors';
import { runDemo, runDemoFailure } from './demo';
import { summary } from './demo/summary';
import type { Settings } from './deployment';
import { readOutputs } from './outputs';
import { stateFolder } from './paths';
import { HIGHEST_PORT } from './portals';
import { phase, say } from './progress';
import { endedParts, readRun, runsStill } from './run-record';
import { startStack, stopRun } from './stack';

function flags() {
  try {
    const { values } = parseArgs({
      options: {
        detach: { type: 'boolean', default: false },
        'no-demo': { type: 'boolean', default: false },
        'demo-failure': { type: 'boolean', default: false },
        port: { type: 'string', default: '4566' },
        set: { type: 'string', multiple: true, default: [] },
      },
    });
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 1024 || port > HIGHEST_PORT) {
      throw new Error(`--port must be a number from 1024 to ${HIGHEST_PORT}, not "${values.port}"`);
    }
    const { detach, 'no-demo': noDemo, 'demo-failure': failure } = values;
    return { detach, demo: !noDemo, failure, port, settings: settingsOf(values.set) };
  } catch (error) {
    console.error(`start.sh: ${(error as Error).message}; see --help`);
    process.exit(2);
  }
}

function settingsOf(given: string[]): Settings {
  const pairs = given.map((pair) => {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
    if (name === '') throw new Error(`--set needs NAME=VALUE, not "${pair}"`);
    return [name, value];
  });
  return Object.fromEntries(pairs);
}

async function main(): Promise<void> {
  const { detach, demo, failure, port, settings } = flags();
  const earlier = readRun(stateFolder);
  const ready = readOutputs(stateFolder);
  const ended = earlier && ready ? endedParts(earlier) : [];
  if (earlier && ended.length > 0) {
    console.log(`the start of ${earlier.startedAt} broke: ${ended.join(', ')} ended. Its rest is stopped.`);
  } else if (earlier && runsStill(earlier)) {
    console.log(
      ready
        ? `runs already on port ${earlier.port} since ${earlier.startedAt}; nothing was changed. End it with scripts/stop.sh`
        : `another start is at work on port ${earlier.port} since ${earlier.startedAt}, or broke off; scripts/stop.sh ends it`,
    );
    return;
  }
  await stopRun(stateFolder); // what a crash left behind

  const stop = async (exitCode: number) => {
    await stopRun(stateFolder);
    process.exit(exitCode);
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      say('stopping ...');
      void stop(130);
    });
  }
  try {
    const outputs = await startStack({ port, folder: stateFolder, phase, settings });
    const shown = demo ? await runDemo(outputs, stateFolder) : outputs;
    console.log(await summary(shown, failure ? await runDemoFailure(shown) : undefined));
  } catch (error) {
    console.error(`\n${pc.red('The start failed:')} ${(error as Error).message}`);
    console.error(
      `Logs are in ${stateFolder}: engine/engine.log and tasks/. What was started is being stopped.`,
    );
    await stop(1);
  }
  if (detach) process.exit(0);
  console.log(pc.dim('\nRunning. Ctrl-C stops everything.'));
  setInterval(() => {}, 60_000);
}

void main();
