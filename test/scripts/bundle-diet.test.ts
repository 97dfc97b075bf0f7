import {
  withLiteralKeys,
  withoutBodies,
  withoutCompiler,
  withoutRepetition,
} from '../../scripts/bundle-diet';

describe('the diet of bundles', () => {
  it('writes keys out that constants hold, and leaves others alone', () => {
    const source = 'const _e = "error";\nexport var X = [0, { [_e]: _e, [_f]: 1 }, [_e]];';

    expect(withLiteralKeys(source)).toBe(
      'const _e = "error";\nexport var X = [0, { "error": _e, [_f]: 1 }, [_e]];',
    );
  });

  describe.each([
    ['with an id of its shape', '    static shapeId = "com.amazonaws.x#Gone";\n', 'com.amazonaws.x#Gone'],
    ['without one', '', undefined],
  ])('error classes %s', (_case, shape, shapeId) => {
    const classOf = (name: string, fault: string, fields: string[], its = '') =>
      [
        `export class ${name} extends Base {`,
        ...(its ? [its.trimEnd()] : []),
        `    name = "${name}";`,
        `    $fault = "${fault}";`,
        ...fields.map((field) => `    ${field};`),
        '    constructor(opts) {',
        '        super({',
        `            name: "${name}",`,
        `            $fault: "${fault}",`,
        '            ...opts,',
        '        });',
        `        Object.setPrototypeOf(this, ${name}.prototype);`,
        ...fields.map((field) => `        this.${field} = opts.${field};`),
        '    }',
        '}',
        '',
      ].join('\n');
    const slim = withoutRepetition(
      classOf('Gone', 'client', [], shape) +
        classOf('Taken', 'server', ['Item'], shape.replace('Gone', 'Taken')),
    );
    const { Gone, Taken } = new Function(
      // As the SDK's: the base class sets its own prototype.
      `class Base extends Error {
         constructor(o) { super(o.message); Object.setPrototypeOf(this, Base.prototype); this.name = o.name; this.$fault = o.$fault; }
       }
       ${slim.replace(/^export /gm, '')} return { Gone, Taken };`,
    )();

    it('are made by one function', () => {
      expect(slim.match(/\bextends Base\b/g)).toHaveLength(1);
      expect(Gone.shapeId).toBe(shapeId);
    });

    it('keep what tells one from another, and their fields', () => {
      const error = new Taken({ message: 'm', Item: { a: 1 } });

      expect(error).toMatchObject({ name: 'Taken', $fault: 'server', message: 'm', Item: { a: 1 } });
      expect(error).toBeInstanceOf(Taken);
      expect(error).not.toBeInstanceOf(Gone);
    });
  });

  it('leaves an error class alone that does more', () => {
    const source =
      'export class Odd extends Base {\n    constructor(opts) {\n        super(opts);\n    }\n}\n';

    expect(withoutRepetition(source)).toContain(source);
  });

  it('keeps a module’s exports, which say when called that they are not there', () => {
    const source = withoutBodies(
      'export function a() { return 1; }\nexport const createB = (x) => x;\nexport { a as c };',
    ).replace(/^export /gm, '');

    const { a, made } = new Function(`${source.replace(/^\{.*\};$/gm, '')} return { a, made: createB() };`)();

    expect(source).toContain('{ absent as c };');
    expect(a).toThrow('left out');
    expect(made).toThrow('left out');
  });

  it('lets zod interpret schemas, and says so when zod keeps its configuration elsewhere', () => {
    expect(
      withoutCompiler('(_a = globalThis).__zod_globalConfig ?? (_a.__zod_globalConfig = {});'),
    ).toContain('(_a.__zod_globalConfig = { jitless: true })');
    expect(() => withoutCompiler('const config = {};')).toThrow('another way');
  });
});
