import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');
const ROOMS = ['app-services', 'cdk', 'docs', 'lambdas', 'scripts', 'state-machines', 'test'];

/** Whatever is text of ours: the sources of the rooms, and what lies beside them. */
const texts = [
  ...readdirSync(root).filter((file) => /\.([mc]?js|json|md)$/.test(file) && file !== 'package-lock.json'),
  ...ROOMS.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.png') && !entry.name.endsWith('.pyc'))
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)),
  ),
].map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

it('no source names a document that a reader does not have', () => {
  const named = texts.flatMap(({ file, text }) =>
    [...text.matchAll(/(?<![\w*./-])[\w./-]*\w\.md\b/g)].map(([document]) => ({ file, document })),
  );
  const isThere = (file: string, document: string) =>
    [root, join(root, dirname(file))].some((from) => existsSync(join(from, document)));

  expect(texts.length).toBeGreaterThan(1_000);
  expect(named.filter(({ file, document }) => !isThere(file, document))).toEqual([]);
});

/** Anchors that GitHub gives the headings of a document. */
const anchorsOf = (document: string) =>
  [...document.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    String(heading)
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );

it('links of the documents lead to files and headings that are there', () => {
  const links = texts
    .filter(({ file }) => file.endsWith('.md'))
    .flatMap(({ file, text }) =>
      [...text.matchAll(/(?:\]\(|src(?:set)?=")(?!https?:)([^)"\s]+)/g)].map(([, link]) => ({
        file,
        link: String(link),
      })),
    );
  const broken = links.filter(({ file, link }) => {
    const [path, anchor] = link.split('#');
    const target = path ? join(root, dirname(file), path) : join(root, file);
    if (!existsSync(target)) return true;
    return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
  });

  expect(links.length).toBeGreaterThan(8);
  expect(broken).toEqual([]);
});
