import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import type { ReactNode } from 'react';
import type { Execution } from '../types';

/** Where an execution failed and why, above all else that is told of it. */
export function FailureAlert(props: {
  failure: NonNullable<Execution['failure']>;
  action?: ReactNode;
  children?: ReactNode;
}) {
  const { state, error, cause } = props.failure;
  return (
    <Alert type="error" header={state ? `Failed at “${state}”` : 'Failed'} action={props.action}>
      <Box variant="strong" color="inherit">
        {error}
      </Box>
      {cause && <div>{cause}</div>}
      {props.children}
    </Alert>
  );
}
