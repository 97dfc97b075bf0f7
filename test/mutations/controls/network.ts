import type { Control } from '../control';

const RULES = ['test/cdk/rules/network.test.ts'];
const CREATE_NETWORK = ['test/lambdas/onboarding/create-network.test.ts'];

/** What the network refuses. */
export const NETWORK: Control[] = [
  {
    what: 'Load balancers are reached by their VPC link and VerifyTenant alone',
    file: 'cdk/constructs/cell.ts',
    remove: "addIngressRule(securityGroup, Port.tcp(80), 'from the REST API')",
    instead: "addIngressRule(Peer.anyIpv4(), Port.tcp(80), 'from the REST API')",
    tests: RULES,
  },
  {
    what: 'Load balancers stand inside the network',
    file: 'cdk/constructs/cell.ts',
    remove: 'internetFacing: false',
    instead: 'internetFacing: true',
    tests: RULES,
  },
  {
    what: "The pool's tasks are reached by their load balancer and each other alone",
    file: 'cdk/stacks/shared-infra-stack.ts',
    remove: '      this.cells[0].loadBalancerSecurityGroup,\n',
    instead: '      Peer.anyIpv4(),\n',
    tests: RULES,
  },
  {
    what: 'Load balancers drop headers that are not HTTP',
    file: 'cdk/constructs/cell.ts',
    remove: 'dropInvalidHeaderFields: true',
    instead: 'dropInvalidHeaderFields: false',
    tests: RULES,
  },
  {
    what: "A silo's tasks are reached by the load balancer and their own tenant's tasks alone",
    file: 'lambdas/onboarding/create-network/security-group.ts',
    remove: '  UserIdGroupPairs: [{ GroupId: groupId, Description: why }],',
    instead: "  IpRanges: [{ CidrIp: '0.0.0.0/0', Description: `${why} ${groupId}` }],",
    tests: CREATE_NETWORK,
  },
  {
    what: 'Nothing but HTTPS leaves the private subnets, whatever a security group lets out',
    file: 'cdk/constructs/network.ts',
    remove: "['ToAws', EGRESS, anywhere, AclTraffic.tcpPort(443)]",
    instead: "['ToAws', EGRESS, anywhere, AclTraffic.allTraffic()]",
    tests: RULES,
  },
  {
    what: "Credentials of other accounts reach no data through the network's endpoints",
    file: 'cdk/constructs/network.ts',
    remove: "          conditions: { StringEquals: { 'aws:PrincipalAccount': account } },\n",
    tests: RULES,
  },
  {
    what: 'Tasks have no address in the internet',
    file: 'cdk/constructs/pooled-service.ts',
    remove: "      assignPublicIp: false,\n      vpcSubnets: { subnetGroupName: 'private' },\n",
    instead: "      assignPublicIp: true,\n      vpcSubnets: { subnetGroupName: 'public' },\n",
    tests: ['test/cdk/constructs/pooled-service.test.ts', ...RULES],
  },
  {
    what: 'Tasks run as nobody special, on a file system that they cannot write',
    file: 'cdk/constructs/pooled-service.ts',
    remove: '      readonlyRootFilesystem: true,\n',
    tests: ['test/cdk/constructs/pooled-service.test.ts', 'test/cdk/rules/nag.test.ts'],
  },
];
