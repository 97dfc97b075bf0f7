import { type App, CliCredentialsStackSynthesizer } from 'aws-cdk-lib';
import type { Config } from '../config';
import { encryptWithOwnKey } from '../constructs/own-keys';
import { ControlPlaneStack } from './control-plane-stack';
import { CoreAppPlaneStack } from './core-app-plane-stack';
import { SharedInfraStack } from './shared-infra-stack';
import { TenantTemplateAdvancedStack } from './tenant-template-advanced-stack';
import { TenantTemplateBasicStack } from './tenant-template-basic-stack';

/** The five stacks. Their names are a contract: tools look up outputs by them. */
export function createStacks(app: App, config: Config) {
  const common = () => ({
    config,
    env: { account: config.account, region: config.region },
    synthesizer: config.synthesizer === 'cli-credentials' ? new CliCredentialsStackSynthesizer() : undefined,
    tags: { application: config.prefix },
  });
  const controlPlane = new ControlPlaneStack(app, 'controlplane-stack', common());
  const sharedInfra = new SharedInfraStack(app, 'shared-infra-stack', { ...common(), controlPlane });
  const basic = new TenantTemplateBasicStack(app, 'tenant-template-basic', {
    ...common(),
    sharedInfra,
    controlPlane,
  });
  const advanced = new TenantTemplateAdvancedStack(app, 'tenant-template-advanced', {
    ...common(),
    sharedInfra,
  });
  const coreAppPlane = new CoreAppPlaneStack(app, 'coreappplane-stack', {
    ...common(),
    controlPlane,
    sharedInfra,
    advanced,
  });
  for (const stack of [controlPlane, basic, coreAppPlane]) encryptWithOwnKey(stack, config);
  const sharedKey = encryptWithOwnKey(sharedInfra, config);
  if (sharedKey) sharedInfra.taskRoles.reachSignOutsBy(sharedKey, sharedInfra.signOuts.silo);
  return { controlPlane, sharedInfra, basic, advanced, coreAppPlane };
}
