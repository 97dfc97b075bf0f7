import { notFound } from '../failure';
import { type Deployment, withoutSlash } from './deployment';
import { DEFAULT_OUTPUTS_FILE, type Outputs, readOutputs } from './outputs-file';

export interface TargetOptions {
  outputs?: string;
  profile?: string;
  region?: string;
}

/**
 * Finds the deployment: the file of --outputs; else AWS when --profile or --region is given; else a start of this
 * checkout; else AWS with what the environment says.
 */
export async function resolveDeployment(
  options: TargetOptions,
  defaultFile: string = DEFAULT_OUTPUTS_FILE,
): Promise<Deployment> {
  if (options.outputs) {
    const outputs = readOutputs(options.outputs);
    if (outputs) return fromOutputs(options.outputs, outputs);
    throw notFound(`${options.outputs} does not exist`, 'scripts/start.sh writes .local/outputs.json');
  }
  if (!options.profile && !options.region) {
    const outputs = readOutputs(defaultFile);
    if (outputs) return fromOutputs(defaultFile, outputs);
  }
  // Loaded on AWS alone, for its SDK client takes a while; tsx's CommonJS loader has no import() of TypeScript.
  const { fromStacks } = require('./aws-stacks') as typeof import('./aws-stacks');
  return fromStacks(options);
}

function fromOutputs(file: string, outputs: Outputs): Deployment {
  const { userName, password, ...operatorPool } = outputs.operator;
  return {
    kind: 'local',
    source: file,
    adminApiUrl: withoutSlash(outputs.adminApiUrl),
    region: outputs.region,
    account: outputs.account,
    operatorPool,
    operator: { userName, password },
    tenants: outputs.tenants,
    aws: {
      region: outputs.region,
      endpoint: outputs.endpointUrl,
      // The local AWS has these root keys and no others.
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    },
  };
}
