import { dropAuthorizer, dropKeyOfAuthorizer, dropTenantPath } from './gateway';
import {
  allowMore,
  dropBoundary,
  dropConditions,
  dropTrustConditions,
  nameOf,
  taskRoleOf,
  trustTheAccount,
} from './roles';
import type { Withdrawal } from './withdrawal';

/** A stolen task that wrote itself a policy; its boundary still stands. */
export const BOUNDED: Withdrawal = {
  without: 'the narrow policy of a silo task, within its boundary',
  source: 'credentials',
  attempts: /\/task-orders\/P1-P2$/,
  takeOut: (world, undo) => allowMore('*')(world, undo, taskRoleOf(world, 'P1', 'orders')),
};

/** Those by request come first: others leave items in tables that are not known there. */
export const WITHDRAWALS: readonly Withdrawal[] = [
  {
    without: 'the authorizer of a method',
    source: 'requests',
    attempts: /^(tampered-token|expired-token|alg-none)\/[^/]+\/gateway\/orders-list\/A1-B1$/,
    takeOut: dropAuthorizer,
  },
  {
    without: "the gateway's own tenantPath",
    source: 'requests',
    attempts: /^spoofed-tenantPath\/tenantpath\/gateway\/orders-list\/A1-P1$/i,
    takeOut: dropTenantPath,
  },
  {
    without: "the authorizer's key in place of a client's",
    source: 'requests',
    attempts: /^spoofed-x-api-key\/(made-up|empty)\/gateway\/orders-list\/A1-B1$/,
    takeOut: dropKeyOfAuthorizer,
  },
  {
    without: "the leading key in the sessions' policy",
    source: 'credentials',
    attempts: /^item\/products-\w+\/session-data\/(B1-B2|A1-B1)$/,
    takeOut: (world, undo) => dropConditions(world, undo, nameOf(world.roles.arns.tenantData)),
  },
  {
    without: 'the one tag in who may have a session',
    source: 'credentials',
    attempts: /^session-tag\/(no-tag|other-case|own-tag-and-another)\/pool-products\/B1-B2$/,
    async takeOut(world, undo) {
      await dropTrustConditions(world, undo, nameOf(world.roles.arns.tenantData));
      await dropConditions(world, undo, nameOf(world.roles.arns.poolProducts));
    },
  },
  {
    without: "a policy of the pool's tasks that leaves out logs",
    source: 'credentials',
    attempts: /^log-group\/\w+\/pool-orders\/B1-A1$/,
    takeOut: (world, undo) => allowMore('logs:*')(world, undo, nameOf(world.roles.arns.poolOrders)),
  },
  {
    without: 'policy and boundary of a silo task',
    source: 'credentials',
    // Who may have a session or a role is for its trust to say.
    attempts: /^(?!session-tag|role-chaining).*\/task-orders\/P1-P2$/,
    async takeOut(world, undo) {
      await BOUNDED.takeOut(world, undo);
      await dropBoundary(world, undo, taskRoleOf(world, 'P1', 'orders'));
    },
  },
  {
    without: 'the trust of ECS alone in a silo task role',
    source: 'credentials',
    attempts: /^role-chaining\/task-role-0\/task-orders\/P1-P2$/,
    async takeOut(world, undo) {
      await BOUNDED.takeOut(world, undo);
      await dropBoundary(world, undo, taskRoleOf(world, 'P1', 'orders'));
      await trustTheAccount(world, undo, taskRoleOf(world, 'P2', 'orders'));
    },
  },
];
