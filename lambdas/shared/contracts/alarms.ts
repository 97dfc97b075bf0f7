/**
 * Stands in the description of each of our alarms, between what is wrong and what the operator does about it: by it our
 * alarms are told from others of the account.
 */
export const WHAT_TO_DO = ' What to do: ';
