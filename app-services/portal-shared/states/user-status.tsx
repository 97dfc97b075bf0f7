import StatusIndicator from '@cloudscape-design/components/status-indicator';

/** Whether a tenant's user can sign in. Cognito's other states come up in no account of ours. */
export function UserStatus({ user }: { user: { enabled: boolean; status: string } }) {
  if (!user.enabled) return <StatusIndicator type="stopped">Disabled</StatusIndicator>;
  switch (user.status) {
    case 'CONFIRMED':
      return <StatusIndicator type="success">Active</StatusIndicator>;
    case 'FORCE_CHANGE_PASSWORD':
      return <StatusIndicator type="pending">Invited</StatusIndicator>;
    case 'RESET_REQUIRED':
      return <StatusIndicator type="warning">Has to reset the password</StatusIndicator>;
    default:
      return <StatusIndicator type="info">{user.status}</StatusIndicator>;
  }
}
