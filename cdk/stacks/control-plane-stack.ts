import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { detailType } from '../../lambdas/shared/contracts/events';
import { DEAD_LETTER_QUEUES } from '../../lambdas/shared/contracts/upkeep';
import { environmentSchema as resultSchema } from '../../lambdas/workflow/apply-provision-result/env';
import type { Config } from '../config';
import { AdminApi } from '../constructs/admin-api';
import { AdminFunctions } from '../constructs/admin-functions';
import { watchAdminApi, watchCells, watchFunctions } from '../constructs/control-plane-alarms';
import { EventRule } from '../constructs/event-rule';
import { alarmTopic, OperatorAlarms } from '../constructs/operator-alarms';
import { OperatorPool } from '../constructs/operator-pool';
import { portalSettings } from '../constructs/portal-settings';
import { ADMISSION, onItems } from '../constructs/registry-grants';
import { TenantRegistry } from '../constructs/tenant-registry';
import { WorkloadFunction } from '../constructs/workload-function';

export interface ControlPlaneStackProps extends StackProps {
  config: Config;
}

/** The bus, the admin API, the operators, the tenant registry, and what writes results into it. */
export class ControlPlaneStack extends Stack {
  readonly bus: IEventBus;
  readonly registry: ITable;
  readonly alarmTopic?: ITopic;
  readonly operatorUserPoolArn: string;
  readonly adminApiUrl: string;

  constructor(scope: Construct, id: string, { config, ...props }: ControlPlaneStackProps) {
    super(scope, id, props);
    const bus = new EventBus(this, 'Bus', {
      eventBusName: config.prefix,
      description: 'Requests of the control plane and results of the application plane',
    });
    const { table } = new TenantRegistry(this, 'Registry', { config });
    const operators = new OperatorPool(this, 'Operators', { config });
    this.operatorUserPoolArn = operators.userPool.userPoolArn;
    this.bus = bus;
    this.registry = table;
    this.alarmTopic = alarmTopic(this, config);
    const alarms = new OperatorAlarms(this, 'Alarms', this.alarmTopic);

    const {
      byResource: functions,
      portal,
      refusals,
    } = new AdminFunctions(this, 'AdminFunctions', {
      config,
      bus,
      registry: table,
      operators,
    });
    const adminApi = new AdminApi(this, 'AdminApi', { config, operators, functions, refusals });
    this.adminApiUrl = adminApi.url;
    this.applyResults(config, bus, table, alarms);
    watchAdminApi(alarms, adminApi);
    const ofPortal = Object.values(portal) as WorkloadFunction[];
    const others = Object.values(functions).filter((each) => !ofPortal.includes(each));
    watchFunctions(alarms, {
      name: 'AdminFunction',
      of: 'of the admin API',
      functions: [...others, refusals],
    });
    watchFunctions(alarms, {
      name: 'PortalFunction',
      of: `of the admin API for the operators' portal (${Object.keys(portal).join(', ')})`,
      functions: ofPortal,
    });
    watchCells(alarms, config);

    new CfnOutput(this, 'controlPlaneAPIEndpoint', { value: adminApi.url });
    new CfnOutput(this, 'eventBridgeArn', { value: bus.eventBusArn });
    new CfnOutput(this, 'ControlPlaneIdpUserPoolId', { value: operators.userPool.userPoolId });
    new CfnOutput(this, 'ControlPlaneIdpClientId', { value: operators.client.userPoolClientId });
    const settings = portalSettings(this, config, { adminApiUrl: adminApi.url, operators });
    new CfnOutput(this, 'adminSiteConfig', { value: settings.admin });
    new CfnOutput(this, 'appSiteConfig', { value: settings.app });
    // What an administrator's scripts need to write events and to follow what becomes of them.
    new CfnOutput(this, 'RegistryTableName', { value: table.tableName });
    new CfnOutput(this, 'ControlPlaneEventSource', { value: config.events.controlPlaneSource });
    new CfnOutput(this, 'OffboardingRequestDetailType', {
      value: detailType(config.events, 'offboardingRequest'),
    });
  }

  /** Results of any application plane, ours or a foreign one, go into the registry. */
  private applyResults(config: Config, bus: IEventBus, table: ITable, alarms: OperatorAlarms): void {
    const results = [
      'provisionSuccess',
      'provisionFailure',
      'deprovisionSuccess',
      'deprovisionFailure',
      'activateSuccess',
      'activateFailure',
      'deactivateSuccess',
      'deactivateFailure',
    ] as const;
    new EventRule(this, 'Results', {
      config,
      description: DEAD_LETTER_QUEUES.results,
      eventBus: bus,
      pattern: {
        source: [config.events.applicationPlaneSource],
        detailType: results.map((result) => detailType(config.events, result)),
      },
      target: new WorkloadFunction(this, 'ApplyProvisionResult', {
        config,
        path: 'workflow/apply-provision-result',
        description: 'Writes what the application plane reports into the registration and the tenant',
        schema: resultSchema,
        environment: { REGISTRY_TABLE_NAME: table.tableName },
        grants: [
          // A tenant that is gone gives back its name, mailbox and place, and its access item goes.
          onItems(table, [...ADMISSION, 'ACCESS'], ['GetItem', 'UpdateItem', 'DeleteItem']),
          // What is reported as gone is held against the tenant's ledger.
          onItems(table, ['TENANT'], ['Query']),
        ],
      }),
      alarms,
    });
  }
}
