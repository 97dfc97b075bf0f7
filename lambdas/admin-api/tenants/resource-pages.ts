import { idOf, placeOf } from '../../shared/aws/place';
import type { ResourceType } from '../../shared/contracts/registry-items';

/** Paths of pages in the AWS console; a resource without one of its own has none here. */
const PAGES: Partial<Record<ResourceType, (arn: string) => string>> = {
  UserPool: (arn) => `cognito/v2/idp/user-pools/${idOf(arn)}/info/overview`,
  ApiKey: (id) => `apigateway/main/api-keys/${id}`,
  Cluster: (arn) => `ecs/v2/clusters/${idOf(arn)}/services`,
  Service: (arn) => `ecs/v2/clusters/${arn.split('/')[1]}/services/${idOf(arn)}/health`,
  Table: (arn) => `dynamodbv2/home#table?name=${idOf(arn)}`,
  TargetGroup: (arn) => `ec2/home#TargetGroup:targetGroupArn=${arn}`,
  SecurityGroup: (arn) => `ec2/home#SecurityGroup:groupId=${idOf(arn)}`,
  Namespace: (arn) => `cloudmap/home/namespaces/${idOf(arn)}`,
};

/** A resource's page in the AWS console, in the region of the execution that made it. */
export function resourcePage(type: ResourceType, arn: string, executionArn: string): string | undefined {
  const path = PAGES[type]?.(arn);
  if (!path) return undefined;
  const { region } = placeOf(executionArn);
  const [address, fragment] = path.split('#');
  const url = `https://${region}.console.aws.amazon.com/${address}?region=${region}`;
  return fragment === undefined ? url : `${url}#${fragment}`;
}
