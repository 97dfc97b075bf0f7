import { DescribeServicesCommand } from '@aws-sdk/client-ecs';
import { footprintName } from '../../../lambdas/shared/contracts/identifiers';
import { TIERS, type Tier } from '../../../lambdas/shared/contracts/tiers';
import type { RequestedTenant } from '../../../lambdas/shared/contracts/workflow';
import { TASK_POLICY_NAME } from '../../../lambdas/shared/footprint/task-role';
import { getAccess } from '../../../lambdas/shared/registry/access';
import { readLedger } from '../../../lambdas/shared/registry/ledger';
import { inventory } from '../../builders/inventory';
import { useMoto } from '../../builders/moto';
import { clientsFor, type SharedInfrastructure, type Steps, stepsOf } from '../../builders/onboarding-steps';
import { admitTo, completeDeployments, runSteps } from './run-steps';
import { makeSharedInfrastructure } from './shared-infrastructure';

const PORT = 15110;
const clients = clientsFor(useMoto(PORT).config);

/** moto is strict where the local AWS is lenient: a second opinion on the calls of every step. */
describe('the steps of an onboarding, against moto', () => {
  let shared: SharedInfrastructure;
  let steps: Steps;

  beforeAll(async () => {
    shared = await makeSharedInfrastructure(clients);
    steps = stepsOf(clients, shared);
    completeDeployments(clients);
  }, 180_000);

  const admit = (tier: Tier) => admitTo(steps, tier);
  const onboard = (tenant: RequestedTenant, execution: string) => runSteps(clients, steps, tenant, execution);

  it.each(TIERS)(
    'onboard a tenant of the tier %s, and converge when they run again',
    async (tier) => {
      const tenant = await admit(tier);

      const first = await onboard(tenant, 'first');
      const made = await inventory(PORT);
      const ledger = await readLedger(steps.registry, tenant.tenantId);
      const second = await onboard(tenant, 'second');

      expect(await inventory(PORT)).toEqual(made);
      expect(second.identity).toEqual(first.identity);
      expect(second.deployed).toEqual(first.deployed);
      expect(ledger.every((entry) => entry.state === 'created' && entry.arn)).toBe(true);
      expect(await readLedger(steps.registry, tenant.tenantId)).toEqual(ledger);
      expect(await getAccess(steps.registry, tenant.tenantId)).toMatchObject({ status: 'active' });
    },
    120_000,
  );

  it('make exactly what the tier gets', async () => {
    const before = await inventory(PORT);
    const tenant = await admit('PREMIUM');
    const name = footprintName(tenant);

    const { deployed, plan } = await onboard(tenant, 'one');

    const added = (await inventory(PORT)).filter((line) => !before.includes(line));
    const short = name.split('-').at(-1);
    expect(added).toEqual(
      [
        `ApiKey ${name}`,
        `Cluster ${name}`,
        ...plan.services.map(
          ({ name: service, priority }) =>
            `ListenerRule cell-0/${priority} /${service},/${service}/* tenantPath=${tenant.tenantId} -> tenant-${short}-${service}`,
        ),
        `Ingress ${name} tcp 3010-3010 from ${name}`,
        `Ingress ${name} tcp 3010-3010 from load-balancer`,
        `LogGroup /tenants/${name}`,
        `Namespace ${name}`,
        ...['orders', 'products', 'users'].flatMap((service) => [
          `DesiredCount ${name}/${name}-${service} 1`,
          `Role /tenants/${name}-${service}`,
          `RolePolicy ${name}-${service}/${TASK_POLICY_NAME}`,
          `Service ${name}/${name}-${service}`,
          `TargetGroup tenant-${short}-${service}`,
          `TaskDefinition ${name}-${service}:1`,
        ]),
        `SecurityGroup ${name}`,
        `Table ${name}-orders`,
        `Table ${name}-products`,
        // Of all kinds but those whose tags moto does not list: user pools and namespaces.
        ...[
          ...['orders', 'products'].map((table) => `dynamodb table ${name}-${table}`),
          `apigateway apikeys ${name}`,
          `ec2 security-group ${name}`,
          `ecs cluster ${name}`,
          ...['orders', 'products', 'users'].flatMap((service) => [
            `ecs service ${name}-${service}`,
            `ecs task-definition ${name}-${service}`,
            'elasticloadbalancing listener-rule',
            `elasticloadbalancing targetgroup tenant-${short}-${service}`,
            `iam role ${name}-${service}`,
          ]),
          `logs log-group ${name}`,
        ].map((resource) => `Tagged ${tenant.tenantId} ${resource}`),
        `UsagePlanKey premium/${name}`,
        `User ${name}/${tenant.email}`,
        `UserPool ${name}`,
        `UserPoolClient ${name}/${name}`,
      ].sort(),
    );
    const { services = [] } = await clients.ecs.send(
      new DescribeServicesCommand({
        cluster: name,
        services: deployed.map((each) => each.serviceArn),
        include: ['TAGS'],
      }),
    );
    for (const service of services) {
      expect(service.tags).toEqual(
        expect.arrayContaining([
          { key: 'tenantId', value: tenant.tenantId },
          { key: 'tenantName', value: tenant.tenantName },
          { key: 'tier', value: 'PREMIUM' },
        ]),
      );
    }
  }, 120_000);
});
