import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { build } from 'esbuild';
import {
  bundleDiet,
  KNOWN_BY_NAME,
  withLiteralKeys,
  withoutBodies,
  withoutCompiler,
  withoutErrors,
  withoutRepetition,
} from '../../scripts/bundle-diet';

interface Sends {
  send: (command: object) => Promise<unknown>;
}

/** One error as the two protocols have it. */
const JSON_BODY = JSON.stringify({
  __type: 'com.amazonaws.x#ResourceNotFoundException',
  message: 'there is none',
});
const XML =
  '<ErrorResponse><Error><Code>ResourceNotFoundException</Code><Message>there is none</Message></Error></ErrorResponse>';

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

  it('takes errors out of schemas, and leaves the base class and what else is there', () => {
    const base = "export var Base$ = [-3, _s, 'Base', 0, [], []];\n_s_registry.registerError(Base$, Base);\n";
    const error = (name: string) =>
      `export var ${name}$ = [-3, n0, _G,\n    { [_e]: _c },\n    [_m],\n    [0]\n];\nn0_registry.registerError(${name}$, ${name});\n`;
    const structure = 'export var Thing$ = [3, n0, _T,\n    0,\n    [_a],\n    [0]\n];\n';

    expect(withoutErrors(base + error('Gone') + structure + error('Taken'))).toBe(base + structure);
  });

  it.each([
    ['api-gateway', 'APIGatewayClient', 'GetApiKeyCommand', 'ServiceUnavailableException'],
    ['iam', 'IAMClient', 'GetRoleCommand', 'NoSuchEntityException', XML],
    [
      'elastic-load-balancing-v2',
      'ElasticLoadBalancingV2Client',
      'DescribeRulesCommand',
      'RuleNotFoundException',
      XML,
    ],
    ['kms', 'KMSClient', 'DescribeKeyCommand', 'KMSInvalidMacException'],
    ['ecs', 'ECSClient', 'DescribeClustersCommand', 'ClusterNotFoundException'],
    ['cloudwatch-logs', 'CloudWatchLogsClient', 'DescribeLogGroupsCommand', 'DataAlreadyAcceptedException'],
    ['sfn', 'SFNClient', 'ListStateMachinesCommand', 'ExecutionDoesNotExist'],
    [
      'resource-groups-tagging-api',
      'ResourceGroupsTaggingAPIClient',
      'GetResourcesCommand',
      'PaginationTokenExpiredException',
    ],
  ])(
    'leaves the errors of %s their names, messages and metadata',
    async (service, client, command, error, body = JSON_BODY) => {
      const { outputFiles } = await build({
        stdin: {
          contents: `export { ${client} as Client, ${command} as Command } from '@aws-sdk/client-${service}';`,
          resolveDir: __dirname,
        },
        ...{ bundle: true, write: false, platform: 'node', format: 'cjs', mainFields: ['module', 'main'] },
        plugins: [bundleDiet('lambda')],
      });
      const code = outputFiles[0]?.text ?? '';
      const module = {
        exports: {} as { Client: new (_: object) => Sends; Command: new (_: object) => object },
      };
      new Function('module', 'exports', 'require', code)(module, module.exports, require);
      const { Client, Command } = module.exports;
      const asked = new Client({
        region: 'eu-west-1',
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
        requestHandler: {
          handle: async () => ({
            response: { statusCode: 400, headers: {}, body: Readable.from([Buffer.from(body)]) },
          }),
        },
      }).send(new Command({ KeyId: 'k', RoleName: 'r', apiKey: 'a' }));

      await expect(asked).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: 'there is none',
        $metadata: { httpStatusCode: 400 },
      });
      await expect(asked).rejects.toBeInstanceOf(Error);
      expect(code).not.toContain(error);
    },
  );

  it('takes no class out that a function of ours compares an error with', () => {
    const folder = join(__dirname, '../../lambdas');
    const compared = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => {
        const source = readFileSync(join(folder, file), 'utf8');
        return [...source.matchAll(/import \{([^}]*)\} from '(@aws-sdk\/client-[^']+)'/g)]
          .filter(([, , client]) => KNOWN_BY_NAME.test(`/${client?.split('/')[1]}/`))
          .flatMap(([, names = '']) => names.match(/\w+/g) ?? [])
          .filter((name) => source.includes(`instanceof ${name}`));
      });

    expect(compared).toEqual([]);
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
