import { DescribeSecurityGroupsCommand, type EC2Client } from '@aws-sdk/client-ec2';

/** The id of a security group by its name, which is unique in a VPC; undefined when there is none. */
export async function findSecurityGroup(
  ec2: EC2Client,
  { vpcId, name }: { vpcId: string; name: string },
): Promise<string | undefined> {
  const { SecurityGroups = [] } = await ec2.send(
    new DescribeSecurityGroupsCommand({
      Filters: [
        { Name: 'vpc-id', Values: [vpcId] },
        { Name: 'group-name', Values: [name] },
      ],
    }),
  );
  return SecurityGroups[0]?.GroupId;
}
