/** Name of the one inline policy of a task role. */
export const TASK_POLICY_NAME = 'task';
