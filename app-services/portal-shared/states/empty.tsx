import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';

/** Nothing is there: says so, why that may be, and what to do. */
export const Empty = (props: { title: string; children?: ReactNode; action?: ReactNode }) => (
  <Box textAlign="center" color="inherit" margin={{ vertical: 'm' }}>
    <SpaceBetween size="xs">
      <Box variant="strong" color="inherit">
        {props.title}
      </Box>
      {props.children && (
        <Box variant="p" color="text-body-secondary">
          {props.children}
        </Box>
      )}
      {props.action}
    </SpaceBetween>
  </Box>
);
