import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTROLS } from '../mutations/controls';
import { without } from '../mutations/mutant';

const root = join(__dirname, '../..');

describe.each(Object.entries(CONTROLS))('controls of %s that test:mutations takes out', (_room, controls) => {
  it.each(controls.map((control) => [control.what, control] as const))('%s', (_what, control) => {
    const text = readFileSync(join(root, control.file), 'utf8');

    expect(without(control, text)).not.toBe(text);
    expect(control.tests.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });
});
