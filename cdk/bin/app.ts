import { App } from 'aws-cdk-lib';
import { readConfig } from '../config';
import { createStacks } from '../stacks/create-stacks';

const app = new App();
createStacks(
  app,
  readConfig(app, { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION }),
);
