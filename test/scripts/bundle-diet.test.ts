import { withLiteralKeys, withoutBodies, withoutRepetition } from '../../scripts/bundle-diet';

describe('the diet of bundles', () => {
  it('writes keys out that constants hold, and leaves others alone', () => {
    const source = 'const _e = "error";\nexport var X = [0, { [_e]: _e, [_f]: 1 }, [_e]];';

    expect(withLiteralKeys(source)).toBe(
      'const _e = "error";\nexport var X = [0, { "error": _e, [_f]: 1 }, [_e]];',
    );
  });

  it('leaves error classes what tells one from another', () => {
    const classOf = (name: string, base: string, sup: string) =>
      [
        `class ${name} extends ${base} {`,
        ...(base === 'Base' ? [] : [`    name = "${name}";`, '    $fault = "client";']),
        '    constructor(opts) {',
        `        super(${sup});`,
        `        Object.setPrototypeOf(this, ${name}.prototype);`,
        '    }',
        '}',
        '',
      ].join('\n');
    const source =
      classOf('DynamoDBServiceException', 'Base', 'opts') +
      classOf('Gone', 'DynamoDBServiceException', '{ name: "Gone", $fault: "client", ...opts }');

    const slim = withoutRepetition(source);
    const Gone = new Function(
      // As the SDK's: the base class sets its own prototype.
      `class Base extends Error {
         constructor(o) { super(o.message); Object.setPrototypeOf(this, Base.prototype); this.name = o.name; this.$fault = o.$fault; }
       }
       ${slim} return Gone;`,
    )();
    const error = new Gone({ message: 'm' });

    expect(slim).not.toContain('    name = ');
    expect(error).toMatchObject({ name: 'Gone', $fault: 'client', message: 'm' });
    expect(error.constructor).toBe(Gone);
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
});
