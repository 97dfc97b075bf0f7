/**
 * One project a level of test, so that a loop runs one: `npx jest --selectProjects unit`.
 * `processes` and `e2e` run one file at a time: they watch processes, or share one product.
 */
const project = (displayName, folders, more = {}) => ({
  displayName,
  testEnvironment: 'node',
  testMatch: folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
  transform: {
    '\\.[cm]?[jt]s$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }],
  },
  // ESM-only packages, which jest must compile before it can require them.
  transformIgnorePatterns: ['/node_modules/(?!(@middy|openapi-fetch|jose|cookie)/)'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/cdk.out', '<rootDir>/.local'],
  ...more,
});

// Node.js 20 is our floor; the SDK's advice to move on would fill every report.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

/** @type {import('jest').Config} */
const config = {
  // Bounds what hangs. Nothing takes half of it, on a machine that is half as fast and stands still now and then either.
  testTimeout: 120_000,
  testSequencer: '<rootDir>/test/last-of-all.cjs',
  projects: [
    project('unit', ['lambdas', 'app-services', 'scripts']),
    project('portals', ['portals'], {
      testEnvironment: '<rootDir>/test/portals/browser-like-environment.cjs',
      testMatch: ['<rootDir>/test/portals/**/*.test.{ts,tsx}'],
      setupFilesAfterEnv: ['<rootDir>/test/portals/setup.ts'],
      transform: {
        '\\.[cm]?[jt]sx?$': [
          '@swc/jest',
          {
            jsc: {
              parser: { syntax: 'typescript', tsx: true },
              target: 'es2022',
              transform: { react: { runtime: 'automatic' } },
            },
          },
        ],
      },
      // Cloudscape is ESM with a style sheet beside each component.
      transformIgnorePatterns: ['/node_modules/(?!(@cloudscape-design|openapi-fetch|openapi-react-query)/)'],
      moduleNameMapper: { '\\.css$': '<rootDir>/test/portals/no-style.cjs' },
    }),
    project('templates', ['cdk']),
    project('structure', ['state-machines', 'architecture']),
    project('local', ['local/engine', 'local/app-services', 'local/lambdas', 'local/moto']),
    // Watches the machine's processes and builds into dist/, so nothing else may be at work.
    project('processes', ['processes']),
    project('runs', ['runs']),
    project('e2e', ['e2e'], {
      globalSetup: '<rootDir>/test/e2e/global-setup.ts',
      globalTeardown: '<rootDir>/test/e2e/global-teardown.ts',
    }),
  ],
};

export default config;
