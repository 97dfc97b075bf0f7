import { setTimeout as pause } from 'node:timers/promises';
import {
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  type ElasticLoadBalancingV2Client,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';

const ADDRESS = '127.0.0.1';
const LOOK_EVERY_MS = 100;

/** Registers tasks with target groups, under 127.0.0.1 and their port. Groups that are gone are no error. */
export class TargetRegistration {
  private readonly registered = new Map<string, Set<number>>();
  private readonly swept = new Map<string, Promise<void>>();

  constructor(private readonly elb: ElasticLoadBalancingV2Client) {}

  async register(targetGroupArns: string[], port: number): Promise<void> {
    await Promise.all(
      targetGroupArns.map(async (group) => {
        this.portsOf(group).add(port);
        await this.unlessGone(
          this.elb.send(
            new RegisterTargetsCommand({ TargetGroupArn: group, Targets: [{ Id: ADDRESS, Port: port }] }),
          ),
        );
        await this.sweep(group);
      }),
    );
  }

  async deregister(targetGroupArns: string[], port: number): Promise<void> {
    await Promise.all(
      targetGroupArns.map(async (group) => {
        this.portsOf(group).delete(port);
        await this.remove(group, [port]);
      }),
    );
  }

  /** Waits until a deregistered port's last request has ended, for so long at most; ECS waits with SIGTERM for it. */
  async drained(targetGroupArns: string[], port: number, withinMs: number, over: AbortSignal): Promise<void> {
    const deadline = Date.now() + withinMs;
    const draining = async (group: string) => {
      const health = await this.unlessGone(
        this.elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: group })),
      );
      return (health?.TargetHealthDescriptions ?? []).some(
        ({ Target, TargetHealth }) => Target?.Port === port && TargetHealth?.State === 'draining',
      );
    };
    while (!over.aborted && Date.now() < deadline) {
      // A local AWS that does not answer must not keep the task from ending.
      const states = await Promise.all(targetGroupArns.map(draining)).catch(() => [false]);
      if (!states.includes(true)) return;
      await pause(LOOK_EVERY_MS, undefined, { signal: over }).catch(() => {});
    }
  }

  /** Once a group: takes away what a runner that crashed left behind. */
  private sweep(group: string): Promise<void> {
    const swept = this.swept.get(group) ?? this.removeStrangers(group);
    this.swept.set(group, swept);
    return swept;
  }

  private async removeStrangers(group: string): Promise<void> {
    const health = await this.unlessGone(
      this.elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: group })),
    );
    const strangers = (health?.TargetHealthDescriptions ?? [])
      .filter(({ Target }) => Target?.Id === ADDRESS && !this.portsOf(group).has(Target.Port ?? 0))
      .map(({ Target }) => Target?.Port ?? 0);
    if (strangers.length > 0) await this.remove(group, strangers);
  }

  private async remove(group: string, ports: number[]): Promise<void> {
    const Targets = ports.map((Port) => ({ Id: ADDRESS, Port }));
    await this.unlessGone(this.elb.send(new DeregisterTargetsCommand({ TargetGroupArn: group, Targets })));
    if (this.portsOf(group).size === 0) this.registered.delete(group);
  }

  private portsOf(group: string): Set<number> {
    const ports = this.registered.get(group) ?? new Set<number>();
    this.registered.set(group, ports);
    return ports;
  }

  /** A tenant's target group may go before its tasks have ended. */
  private async unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
    return call.catch((error: Error) => {
      if (error.name.startsWith('TargetGroupNotFound')) return undefined;
      throw error;
    });
  }
}
