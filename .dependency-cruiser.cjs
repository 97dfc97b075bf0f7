/** The import rules of the architecture: who may import what. Checked by `npm run validate`. */
const outside = (from, comment, allowed) => ({
  name: `${from}-imports`,
  comment,
  severity: 'error',
  from: { path: `^${from}/` },
  to: { path: '^(cdk|lambdas|state-machines|app-services|scripts|test)/', pathNot: allowed },
});

const PORTALS = '^app-services/(admin-portal|tenant-portal|portal-shared)/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Modules that need each other are one module, or want a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'production-code-needs-no-dev-dependency',
      comment: 'What is bundled into Lambdas and images stands among the dependencies.',
      severity: 'error',
      from: { path: '^(lambdas|app-services|cdk)/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: '^node_modules/@types/' },
    },
    {
      name: 'the-second-evaluator-stays-in-its-test',
      comment:
        '@cloud-copilot/iam-simulate is AGPL-3.0: a tool of one test, which nothing that ships may hold.',
      severity: 'error',
      from: { pathNot: '^test/policies/' },
      to: { path: '^node_modules/@cloud-copilot/iam-simulate/' },
    },
    outside('cdk', 'Stacks read the files of the product.', '^(cdk|lambdas|state-machines|app-services)/'),
    outside('lambdas', 'Lambdas know neither the stacks nor the services.', '^lambdas/'),
    outside('app-services', 'Services know neither the stacks nor the Lambdas.', '^app-services/'),
    outside('scripts', 'Scripts use built output and stack outputs alone.', '^scripts/'),
    {
      name: 'a-function-imports-itself-and-shared',
      comment: 'Functions meet in lambdas/shared, never in each other.',
      severity: 'error',
      from: { path: '^lambdas/([^/]+)/([^/]+)/' },
      to: { path: '^lambdas/', pathNot: ['^lambdas/$1/$2/', '^lambdas/$1/[^/]+\\.ts$', '^lambdas/shared/'] },
    },
    {
      name: 'a-service-imports-itself-and-shared',
      comment:
        'Services meet in app-services/shared and over HTTP, never in each other; the description has all.',
      severity: 'error',
      from: { path: '^app-services/((?!openapi/)[^/]+)/', pathNot: PORTALS },
      to: { path: '^app-services/', pathNot: ['^app-services/$1/', '^app-services/shared/'] },
    },
    {
      name: 'a-portal-imports-itself-and-portal-shared',
      comment:
        'Portals run in browsers: they meet services over HTTP alone, and each other in portal-shared.',
      severity: 'error',
      from: { path: PORTALS },
      to: { path: '^app-services/', pathNot: ['^app-services/$1/', '^app-services/portal-shared/'] },
    },
    {
      name: 'shared-knows-no-function',
      severity: 'error',
      from: { path: '^(lambdas|app-services)/shared/' },
      to: { path: '^(lambdas|app-services)/', pathNot: '^$1/shared/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|cdk\\.out|\\.local)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
