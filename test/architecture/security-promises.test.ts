import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../../package.json';

const root = join(__dirname, '../..');
const text = readFileSync(join(root, 'SECURITY.md'), 'utf8');
const promises = text.split('\n').filter((line) => /^\| [^|]+ \| [^|]+ \| .*`/.test(line));

it('says of each promise which test or command holds it', () => {
  expect(promises.length).toBeGreaterThan(15);
});

it.each(promises.map((line) => [line.split('|')[1]?.trim(), line] as const))('%s', (_promise, line) => {
  const files = [...line.matchAll(/`(test\/[^`]+)`/g)].map(([, file]) => file as string);
  const commands = [...line.matchAll(/`npm run ([\w:]+)/g)].map(([, name]) => name as string);

  expect(files.length + commands.length).toBeGreaterThan(0);
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  expect(commands.filter((name) => !(name in packageJson.scripts))).toEqual([]);
});
