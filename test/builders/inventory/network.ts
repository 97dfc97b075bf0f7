import { EC2Client, type IpPermission, paginateDescribeSecurityGroups } from '@aws-sdk/client-ec2';
import {
  paginateListNamespaces,
  paginateListServices,
  ServiceDiscoveryClient,
} from '@aws-sdk/client-servicediscovery';
import { clientConfig } from '../../../scripts/local/engine';
import { all, ofEach } from './pages';
import { tagged } from './tagged';

/** Security groups with what each admits, and Cloud Map's namespaces with their services. */
export const network = async (port: number): Promise<string[]> =>
  (await Promise.all([securityGroups(port), namespaces(port)])).flat();

async function securityGroups(port: number): Promise<string[]> {
  const client = new EC2Client(clientConfig(port));
  const groups = await all(
    paginateDescribeSecurityGroups({ client }, { MaxResults: 1_000 }),
    (page) => page.SecurityGroups,
  );
  const nameOf = new Map(groups.map(({ GroupId, GroupName }) => [GroupId, GroupName]));
  return groups.flatMap(({ GroupName, IpPermissions = [], Tags }) => [
    `SecurityGroup ${GroupName}`,
    ...tagged(`ec2 security-group ${GroupName}`, Tags),
    ...IpPermissions.flatMap((permission) =>
      sourcesOf(permission, nameOf).map(
        (source) => `Ingress ${GroupName} ${portsOf(permission)} from ${source}`,
      ),
    ),
  ]);
}

const portsOf = ({ IpProtocol, FromPort, ToPort }: IpPermission): string =>
  `${IpProtocol} ${FromPort}-${ToPort}`;

/** A group that was deleted has no name any more: its id shows that the rule outlived it. */
const sourcesOf = (
  { UserIdGroupPairs = [], IpRanges = [], Ipv6Ranges = [], PrefixListIds = [] }: IpPermission,
  nameOf: Map<string | undefined, string | undefined>,
) => [
  ...UserIdGroupPairs.map(({ GroupId }) => nameOf.get(GroupId) ?? GroupId),
  ...IpRanges.map(({ CidrIp }) => CidrIp),
  ...Ipv6Ranges.map(({ CidrIpv6 }) => CidrIpv6),
  ...PrefixListIds.map(({ PrefixListId }) => PrefixListId),
];

async function namespaces(port: number): Promise<string[]> {
  const client = new ServiceDiscoveryClient(clientConfig(port));
  const found = await all(paginateListNamespaces({ client }, {}), (page) => page.Namespaces);
  const services = await ofEach(found, async ({ Id = '', Name }) => {
    const Filters = [{ Name: 'NAMESPACE_ID' as const, Values: [Id], Condition: 'EQ' as const }];
    const pages = paginateListServices({ client }, { Filters });
    return (await all(pages, (page) => page.Services)).map(
      (service) => `CloudMapService ${Name}/${service.Name}`,
    );
  });
  return [...found.map(({ Name }) => `Namespace ${Name}`), ...services];
}
