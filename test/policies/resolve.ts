import { ACCOUNT, REGION, type Resource } from '../builders/stacks';

type Templates = Record<string, { Resources: Record<string, Resource>; Outputs?: Record<string, unknown> }>;

/** ARNs and names as CloudFormation would fill them in; what AWS names at random is named by its logical id. */
export function resolver(templates: Templates) {
  const exported = new Map<string, () => unknown>();
  for (const [stack, { Outputs = {} }] of Object.entries(templates)) {
    for (const output of Object.values(Outputs) as { Value: unknown; Export?: { Name: string } }[]) {
      if (output.Export) exported.set(output.Export.Name, () => resolve(stack, output.Value));
    }
  }

  function resolve(stack: string, value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => resolve(stack, one));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [name, argument] = entries[0] ?? [];
    if (entries.length === 1 && name !== undefined) {
      if (name === 'Ref') return ref(stack, argument as string);
      if (name === 'Fn::GetAtt') return attribute(stack, argument as [string, string]);
      if (name === 'Fn::Join') {
        const [separator, parts] = argument as [string, unknown[]];
        return (resolve(stack, parts) as unknown[]).map(String).join(separator);
      }
      if (name === 'Fn::ImportValue') return exported.get(argument as string)?.();
    }
    return Object.fromEntries(entries.map(([key, one]) => [key, resolve(stack, one)]));
  }

  function ref(stack: string, id: string): unknown {
    const pseudo: Record<string, string> = {
      'AWS::Partition': 'aws',
      'AWS::Region': REGION,
      'AWS::AccountId': ACCOUNT,
      'AWS::URLSuffix': 'amazonaws.com',
    };
    const resource = templates[stack]?.Resources[id];
    if (!resource) return pseudo[id] ?? id;
    const whole = ['AWS::IAM::ManagedPolicy', 'AWS::ElasticLoadBalancingV2::Listener', 'AWS::SNS::Topic'];
    return whole.includes(resource.Type) ? arnOf(stack, id, resource) : nameOf(stack, id, resource);
  }

  function attribute(stack: string, [id, name]: [string, string]): unknown {
    const resource = templates[stack]?.Resources[id];
    return resource && /Arn$/.test(name) ? arnOf(stack, id, resource) : `${id}.${name}`;
  }

  const NAMES = ['TableName', 'RoleName', 'ManagedPolicyName', 'LogGroupName', 'BucketName', 'ClusterName'];
  function nameOf(stack: string, id: string, { Type, Properties = {} }: Resource): string {
    const given = NAMES.map((key) => Properties[key]).find((name) => name !== undefined);
    const name = given === undefined ? id : String(resolve(stack, given));
    return Type === 'AWS::Cognito::UserPool' ? `${REGION}_${name}` : name;
  }

  function arnOf(stack: string, id: string, resource: Resource): string {
    const name = nameOf(stack, id, resource);
    const there = `${REGION}:${ACCOUNT}`;
    switch (resource.Type) {
      case 'AWS::DynamoDB::Table':
        return `arn:aws:dynamodb:${there}:table/${name}`;
      case 'AWS::IAM::Role':
        return `arn:aws:iam::${ACCOUNT}:role/${name}`;
      case 'AWS::IAM::ManagedPolicy':
        return `arn:aws:iam::${ACCOUNT}:policy/${name}`;
      case 'AWS::Cognito::UserPool':
        return `arn:aws:cognito-idp:${there}:userpool/${name}`;
      case 'AWS::Logs::LogGroup':
        return `arn:aws:logs:${there}:log-group:${name}:*`;
      case 'AWS::Lambda::Function':
        return `arn:aws:lambda:${there}:function:${name}`;
      case 'AWS::S3::Bucket':
        return `arn:aws:s3:::${name}`;
      case 'AWS::ElasticLoadBalancingV2::Listener':
        return `arn:aws:elasticloadbalancing:${there}:listener/app/${name}/1/2`;
      default:
        return `arn:aws:${resource.Type.split('::')[1]?.toLowerCase()}:${there}:${name}`;
    }
  }

  return { resolve, arnOf };
}
