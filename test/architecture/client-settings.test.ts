import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const lambdas = join(__dirname, '../../lambdas');

it('every AWS client of a function gives up on a call that is not answered', () => {
  const files = readdirSync(lambdas, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const made = files.flatMap((file) =>
    [...readFileSync(join(lambdas, file), 'utf8').matchAll(/new \w+Client\((\s*\{?\s*[\w.]*)/g)].map(
      ([, settings = '']) => ({ file, settings: settings.replace(/[\s{.]/g, '') }),
    ),
  );

  expect(made.length).toBeGreaterThan(50);
  const bounded = ['CLIENT_SETTINGS', 'ONCE_SETTINGS'];
  expect(made.filter(({ settings }) => !bounded.includes(settings))).toEqual([]);
});
