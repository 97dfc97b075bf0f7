import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { cellParameterPrefix } from '../cells';
import type { Config } from '../config';
import type { Grant } from './grants';
import { workflowExecutions } from './workflow-names';

/** What every workflow's first step needs beside the registry: to read a tenant's cell, and who holds its lock. */
export const beginGrants = (scope: Construct, config: Config): Grant[] => [
  {
    actions: ['ssm:GetParameter'],
    resources: [
      Stack.of(scope).formatArn({
        service: 'ssm',
        resource: `parameter${cellParameterPrefix(config)}`,
        resourceName: '*',
      }),
    ],
    because: 'One parameter a cell, and cells are added by configuration.',
  },
  lockHolder(scope),
];

/** Right to ask whether the execution that holds a tenant's lock runs. */
export const lockHolder = (scope: Construct): Grant => ({
  actions: ['states:DescribeExecution'],
  resources: workflowExecutions(scope),
  because: 'The holder of a lock is an execution of any name; the pattern is limited to our state machines.',
});
