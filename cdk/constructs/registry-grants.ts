import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { DIRECTORY_INDEX, LIST_INDEX } from '../../lambdas/shared/registry/keys';
import type { Grant } from './grants';

type Action = 'GetItem' | 'BatchGetItem' | 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'Query';

/** Partitions of the registry by the beginning of their key; see lambdas/shared/registry/keys.ts. */
export type Partition =
  | 'TENANT'
  | 'REGISTRATION'
  | 'ACCESS'
  | 'NAME'
  | 'EMAIL'
  | 'CELL'
  | 'THROTTLED'
  | 'RECONCILIATION'
  | 'OPERATORS';

/** Every kind of partition that admitting a tenant writes, in one transaction. */
export const ADMISSION: Partition[] = ['REGISTRATION', 'TENANT', 'NAME', 'EMAIL', 'CELL'];

/**
 * Rights on items of the registry, limited to the kinds of partition that a function works on. What one transaction
 * writes belongs into one grant: DynamoDB may compare the leading keys of all its items with each statement.
 */
export const onItems = (table: ITable, partitions: Partition[], actions: Action[]): Grant => ({
  actions: actions.map((action) => `dynamodb:${action}`),
  resources: [table.tableArn],
  conditions: {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions.map((partition) => `${partition}#*`) },
  },
});

/** Right to page through the lists of registrations and tenants. */
export const onLists = (table: ITable, lists: ('REGISTRATION' | 'TENANT')[]): Grant => ({
  actions: ['dynamodb:Query'],
  resources: [`${table.tableArn}/index/${LIST_INDEX}`],
  conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': lists } },
});

/** Right to read the directory of all tenants. */
export const onDirectory = (table: ITable): Grant => ({
  actions: ['dynamodb:Query'],
  resources: [`${table.tableArn}/index/${DIRECTORY_INDEX}`],
  conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['REGISTRATION', 'TENANT'] } },
});
