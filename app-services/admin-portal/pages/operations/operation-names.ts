const NAMES: Record<string, string> = {
  onboarding: 'Onboarding',
  offboarding: 'Offboarding',
  activation: 'Resumption',
  deactivation: 'Suspension',
  export: 'Export',
};

/** An operation as people call it; another plane may have operations of its own. */
export const operationName = (operation: string): string => NAMES[operation] ?? operation;
