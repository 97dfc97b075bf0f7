import { Duration, Stack } from 'aws-cdk-lib';
import {
  AuthorizationType,
  type CfnMethod,
  ConnectionType,
  type IAuthorizer,
  Integration,
  IntegrationType,
  type IResource,
  type IVpcLink,
  type Method,
  MockIntegration,
  PassthroughBehavior,
  type RestApi,
  VpcLink,
} from 'aws-cdk-lib/aws-apigateway';
import type { CfnVpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { SERVICES, type ServiceName } from '../../lambdas/shared/contracts/tiers';
import { quoted } from './gateway-answers';
import { explain } from './nag-reasons';

/** Path parameter of one item of each service, as in app-services/openapi/tenant-api.openapi.json. */
const ITEM: Record<ServiceName, string> = { orders: 'orderId', products: 'productId', users: 'userName' };
const COLLECTION_METHODS = ['GET', 'POST'];
const OF_ONE = ['GET', 'PUT', 'DELETE'];
/** A user can also be signed out: a POST, as a path of its own would take four resources of every cell's budget. */
const ITEM_METHODS: Record<ServiceName, string[]> = {
  orders: OF_ONE,
  products: OF_ONE,
  users: [...OF_ONE, 'POST'],
};

/** The header that load balancers route by. Set here from the authorizer's answer, so a client's own is overwritten. */
const TENANT_PATH = 'integration.request.header.tenantPath';

export interface TenantRoutesProps {
  api: RestApi;
  authorizer: IAuthorizer;
  vpcLink: CfnVpcLink;
  loadBalancer: IApplicationLoadBalancer;
  corsOrigin: string;
  /** Shows a tenant its plan; may be called by any of our gateways. */
  plan: IFunction;
}

/** Paths and methods of the tenants' application: to the cell's load balancer, or to a clear 405. */
export class TenantRoutes extends Construct {
  private readonly link: IVpcLink;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: TenantRoutesProps,
  ) {
    super(scope, id);
    this.link = VpcLink.fromVpcLinkId(this, 'Link', props.vpcLink.attrVpcLinkId);
    for (const service of SERVICES) {
      const collection = props.api.root.addResource(service);
      this.addMethods(collection, COLLECTION_METHODS, `/${service}`);
      const item = ITEM[service];
      this.addMethods(
        collection.addResource(`{${item}}`),
        ITEM_METHODS[service],
        `/${service}/{${item}}`,
        item,
      );
    }
    this.addPlan();
  }

  /**
   * A tenant's plan. No key meters it, so that who has used up the quota can still look; the stage bounds it for all
   * tenants together.
   */
  private addPlan(): void {
    const { api, authorizer, plan } = this.props;
    const resource = api.root.addResource('plan');
    const { region, partition } = Stack.of(this);
    const path = `2015-03-31/functions/${plan.functionArn}/invocations`;
    // One permission for all cells stands at the function: one a cell would be the seventh part of what a stack may hold.
    const integration = new Integration({
      type: IntegrationType.AWS_PROXY,
      integrationHttpMethod: 'POST',
      uri: `arn:${partition}:apigateway:${region}:lambda:path/${path}`,
    });
    const method = resource.addMethod('GET', integration, {
      authorizer,
      authorizationType: AuthorizationType.CUSTOM,
    });
    explain(method, AUTHORIZER_OF_MANY_POOLS);
    explain(this.addPreflight(resource, ['GET']), ...NO_DATA_BEHIND);
    explain(this.refuseOtherMethods(resource, ['GET']), ...NO_DATA_BEHIND);
  }

  private addPreflight(resource: IResource, allowMethods: string[]): Method {
    return resource.addCorsPreflight({
      allowOrigins: [this.props.corsOrigin],
      allowMethods,
      allowHeaders: ['Authorization', 'Content-Type', 'If-Match', 'X-Request-Id'],
      maxAge: Duration.minutes(10),
    });
  }

  private addMethods(resource: IResource, methods: string[], path: string, parameter?: string): void {
    const { authorizer, loadBalancer } = this.props;
    for (const verb of methods) {
      const method = resource.addMethod(verb, this.toLoadBalancer(verb, path, parameter), {
        authorizer,
        authorizationType: AuthorizationType.CUSTOM,
        // The key is the tenant's own and comes from the authorizer: it picks the tier's plan, and meters the tenant.
        apiKeyRequired: true,
        requestParameters: parameter ? { [`method.request.path.${parameter}`]: true } : undefined,
      });
      // A private integration by VPC link V2 names the load balancer itself; the construct library knows V1 only.
      const definition = method.node.defaultChild as CfnMethod;
      definition.addPropertyOverride('Integration.IntegrationTarget', loadBalancer.loadBalancerArn);
      explain(method, AUTHORIZER_OF_MANY_POOLS);
    }
    const preflight = this.addPreflight(resource, methods);
    const refusal = this.refuseOtherMethods(resource, methods);
    for (const method of [preflight, refusal]) explain(method, ...NO_DATA_BEHIND);
  }

  private toLoadBalancer(verb: string, path: string, parameter?: string): Integration {
    return new Integration({
      type: IntegrationType.HTTP_PROXY,
      integrationHttpMethod: verb,
      uri: `http://${this.props.loadBalancer.loadBalancerDnsName}${path}`,
      options: {
        connectionType: ConnectionType.VPC_LINK,
        vpcLink: this.link,
        timeout: Duration.seconds(29),
        requestParameters: {
          [TENANT_PATH]: 'context.authorizer.tenantPath',
          ...(parameter && { [`integration.request.path.${parameter}`]: `method.request.path.${parameter}` }),
        },
      },
    });
  }

  /** Without this, API Gateway answers a wrong method as it answers a wrong path. */
  private refuseOtherMethods(resource: IResource, methods: string[]): Method {
    const headers = {
      Allow: [...methods, 'OPTIONS'].join(', '),
      'Access-Control-Allow-Origin': this.props.corsOrigin,
    };
    const named = Object.fromEntries(
      Object.entries(quoted(headers)).map(([name, value]) => [`method.response.header.${name}`, value]),
    );
    return resource.addMethod(
      'ANY',
      new MockIntegration({
        passthroughBehavior: PassthroughBehavior.NEVER,
        requestTemplates: { 'application/json': '{"statusCode": 405}' },
        integrationResponses: [
          {
            statusCode: '405',
            responseParameters: named,
            responseTemplates: { 'application/json': '{"message":"This method is not allowed here"}' },
          },
        ],
      }),
      {
        authorizationType: AuthorizationType.NONE,
        methodResponses: [
          {
            statusCode: '405',
            responseParameters: Object.fromEntries(Object.keys(named).map((name) => [name, true])),
          },
        ],
      },
    );
  }
}

const AUTHORIZER_OF_MANY_POOLS = {
  id: 'AwsSolutions-COG4',
  reason:
    "Advanced and Premium tenants have user pools of their own, made while the API runs; our Lambda authorizer finds the tenant's pool and verifies against it.",
};

const NO_DATA_BEHIND = [
  {
    id: 'AwsSolutions-APIG4',
    reason:
      'A fixed answer without data: browsers send preflights without a token, and a wrong method is wrong for everybody.',
  },
  { id: 'AwsSolutions-COG4', reason: 'A fixed answer without data; nothing to authorize.' },
];
