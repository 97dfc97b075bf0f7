import type { CommonOptions } from '../command-options';
import type { Context } from '../context';

/**
 * Loads a command when it runs, so that help and usage errors come at once. By `require`: tsx's CommonJS loader,
 * which starts in half the time of the other, has no import() of TypeScript.
 */
export const commands = {
  call: () => require('../commands/call') as typeof import('../commands/call'),
  deadLetters: () => require('../commands/dead-letters') as typeof import('../commands/dead-letters'),
  executions: () => require('../commands/executions') as typeof import('../commands/executions'),
  export: () => require('../commands/export') as typeof import('../commands/export'),
  login: () => require('../commands/login') as typeof import('../commands/login'),
  logout: () => require('../commands/logout') as typeof import('../commands/logout'),
  logs: () => require('../commands/logs') as typeof import('../commands/logs'),
  onboard: () => require('../commands/onboard') as typeof import('../commands/onboard'),
  operations: () => require('../commands/operations') as typeof import('../commands/operations'),
  receipt: () => require('../commands/receipt') as typeof import('../commands/receipt'),
  reconcile: () => require('../commands/reconcile') as typeof import('../commands/reconcile'),
  status: () => require('../commands/status') as typeof import('../commands/status'),
  tenants: () => require('../commands/tenants') as typeof import('../commands/tenants'),
  users: () => require('../commands/users') as typeof import('../commands/users'),
  watch: () => require('../commands/watch') as typeof import('../commands/watch'),
};

export const newContext = (options: CommonOptions): Context => {
  const { Context } = require('../context') as typeof import('../context');
  return new Context(options);
};
