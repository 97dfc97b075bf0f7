import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { IApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { OperatorAlarms } from './operator-alarms';
import type { PooledService } from './pooled-service';

export function watchPooledService(
  alarms: OperatorAlarms,
  name: string,
  { targetGroup }: PooledService,
  loadBalancer: IApplicationLoadBalancer & { loadBalancerFullName: string },
): void {
  alarms.add(`Unhealthy-${name}`, {
    metric: new Metric({
      namespace: 'AWS/ApplicationELB',
      metricName: 'UnHealthyHostCount',
      dimensionsMap: {
        TargetGroup: targetGroup.targetGroupFullName,
        LoadBalancer: loadBalancer.loadBalancerFullName,
      },
      statistic: 'Minimum',
      period: Duration.minutes(1),
    }),
    threshold: 1,
    // A task that starts or is replaced is unhealthy for less than two minutes.
    periods: 3,
    problem: `Tasks of the pooled ${name} service do not answer their health check.`,
    action: `look at the stopped tasks and events of the service ${name} in the cluster basic, then at its log; force a new deployment when the task itself is at fault.`,
  });
}
