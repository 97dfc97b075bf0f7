import { CloudWatchLogsClient, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { clientConfig } from '../../../scripts/local/engine';
import { all } from './pages';

/** Tables and log groups. */
export async function data(port: number): Promise<string[]> {
  const client = new DynamoDBClient(clientConfig(port));
  const logs = new CloudWatchLogsClient(clientConfig(port));
  const [tables, groups] = await Promise.all([
    all(paginateListTables({ client }, {}), (page) => page.TableNames),
    all(paginateDescribeLogGroups({ client: logs }, { limit: 50 }), (page) => page.logGroups),
  ]);
  return [
    ...tables.map((name) => `Table ${name}`),
    ...groups.map(({ logGroupName }) => `LogGroup ${logGroupName}`),
  ];
}
