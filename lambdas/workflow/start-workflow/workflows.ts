import { type ControlPlaneEvent, detailType, type EventNames } from '../../shared/contracts/events';
import type { JsonObject, LifecycleOperation } from '../../shared/contracts/registry-items';
import type { NamedTenant } from '../../shared/contracts/workflow';

/** A workflow that events of the control plane start. */
export interface Workflow {
  operation: LifecycleOperation;
  stateMachineArn: string;
  /**
   * Reads the event's detail strictly and sees to it that the registry knows the tenant.
   *
   * @returns the tenant; or, when there is nothing to do, why
   * @throws ValidationError, ConflictError and their kinds when the workflow can never start from this event
   */
  admit: (detail: JsonObject) => Promise<NamedTenant | { absorbed: string }>;
  /**
   * What else of the event, whose detail was admitted, the execution is to know.
   *
   * @param time of the event, where it has one
   * @default nothing
   */
  pass?: (detail: JsonObject, time?: string) => JsonObject;
}

/** Workflows by the full detail-type of the event that starts them. One more workflow is one more entry. */
export type Workflows = ReadonlyMap<string, Workflow>;

export const workflowsBy = (
  names: EventNames,
  byEvent: Partial<Record<ControlPlaneEvent, Workflow>>,
): Workflows =>
  new Map(
    Object.entries(byEvent).map(([event, workflow]) => [
      detailType(names, event as ControlPlaneEvent),
      workflow,
    ]),
  );
