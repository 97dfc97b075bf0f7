import {
  DescribeTargetGroupsCommand,
  type ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { isAwsError } from '../aws/errors';

/** The ARN of a target group by its name, which is unique in an account and region; undefined when there is none. */
export async function findTargetGroup(
  loadBalancing: ElasticLoadBalancingV2Client,
  name: string,
): Promise<string | undefined> {
  try {
    const { TargetGroups = [] } = await loadBalancing.send(
      new DescribeTargetGroupsCommand({ Names: [name] }),
    );
    return TargetGroups[0]?.TargetGroupArn;
  } catch (error) {
    if (isAwsError(error, 'TargetGroupNotFoundException', 'TargetGroupNotFound')) return undefined;
    throw error;
  }
}
