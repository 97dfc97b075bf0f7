import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import {
  generatedPositionFor,
  LEAST_UPPER_BOUND,
  originalPositionFor,
  TraceMap,
} from '@jridgewell/trace-mapping';
import ts from 'typescript';
import { root } from '../../scripts/local/paths';

/** Folders whose functions are steps of a state machine. */
const STEPS = ['onboarding', 'offboarding', 'suspension', 'export'];

/** A place in the code of the functions where AWS is called. */
export interface CallSite {
  /** `lambdas/shared/registry/lock.ts acquireLock Update`: where it is called, which lines above do not change. */
  id: string;
  file: string;
  /** Lines of the call, from 1. */
  from: number;
  to: number;
}

/** A function's bundle: which calls are in it, and which of them a position is part of. */
export interface Bundle {
  /** `onboarding/create-cluster` */
  path: string;
  /** SHA-256 of the code, by which a running function is recognized. */
  code: string;
  sites: CallSite[];
  /** @param position `<line>:<column>` in the bundle */
  siteAt(position: string): CallSite | undefined;
}

/** Every AWS call that the steps' bundles contain, read from the code and from the bundles' source maps. */
export function stepBundles(): Bundle[] {
  const all = callSites();
  return STEPS.flatMap((feature) =>
    readdirSync(join(root, 'dist/lambdas', feature)).map((name) => bundle(`${feature}/${name}`, all)),
  );
}

function bundle(path: string, all: CallSite[]): Bundle {
  const folder = join(root, 'dist/lambdas', path);
  const map = new TraceMap(readFileSync(join(folder, 'index.js.map'), 'utf8'));
  const fileOf = (source: string) => relative(root, resolve(folder, source));
  const sourceOf = new Map(map.sources.map((source) => [fileOf(source ?? ''), source ?? '']));
  const sites = all.filter(({ file, from, to }) => {
    const source = sourceOf.get(file);
    // A call that the bundler left out has no position in the bundle.
    return source !== undefined && lines(from, to).some((line) => isGenerated(map, source, line));
  });
  return {
    path,
    code: createHash('sha256')
      .update(readFileSync(join(folder, 'index.js')))
      .digest('hex'),
    sites,
    siteAt: (position) => {
      const [line = 0, column = 0] = position.split(':').map(Number);
      const { source, line: at } = originalPositionFor(map, { line, column });
      if (!source || at === null) return undefined;
      const file = fileOf(source);
      const around = sites.filter((site) => site.file === file && site.from <= at && at <= site.to);
      return around.sort((a, b) => a.to - a.from - (b.to - b.from))[0];
    },
  };
}

const lines = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

const isGenerated = (map: TraceMap, source: string, line: number) => {
  const { line: at, column } = generatedPositionFor(map, {
    source,
    line,
    column: 0,
    bias: LEAST_UPPER_BOUND,
  });
  return at !== null && originalPositionFor(map, { line: at, column }).line === line;
};

/** Calls of `send` on a client, and of the SDK's paginators. */
function callSites(): CallSite[] {
  const folder = join(root, 'lambdas');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));
  return files.flatMap((file) => {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
    const found: CallSite[] = [];
    const visit = (node: ts.Node): void => {
      const operation = ts.isCallExpression(node) && operationOf(node);
      if (operation) {
        const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line + 1;
        const from = lineOf(node.getStart());
        // A paginator calls where its pages are taken, which can be further down in the function.
        const whole = ts.isIdentifier(node.expression)
          ? (ts.findAncestor(node, ts.isFunctionLike) ?? node)
          : node;
        const name = relative(root, file);
        const id = `${name} ${functionAround(node)} ${operation}`;
        const same = found.filter((site) => site.id === id || site.id.startsWith(`${id} #`)).length;
        found.push({
          id: same > 0 ? `${id} #${same + 1}` : id,
          file: name,
          from,
          to: lineOf(whole.getEnd()),
        });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

/** The name of the innermost function around it that has one. */
function functionAround(node: ts.Node): string {
  for (let at: ts.Node | undefined = node; at; at = at.parent) {
    const named =
      ts.isFunctionLike(at) && (at.name ?? (ts.isVariableDeclaration(at.parent) && at.parent.name));
    if (named) return named.getText();
  }
  return '(module)';
}

/** What a call asks of AWS; undefined when it is none. */
function operationOf({ expression, arguments: given }: ts.CallExpression): string | undefined {
  if (ts.isIdentifier(expression)) return /^paginate([A-Z]\w+)$/.exec(expression.text)?.[1];
  if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'send') return undefined;
  const [command] = given;
  if (command && ts.isNewExpression(command)) return command.expression.getText().replace(/Command$/, '');
  return command?.getText();
}
