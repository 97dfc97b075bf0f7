import type { AttributeType, UserType } from '@aws-sdk/client-cognito-identity-provider';

export const attributeOf = (attributes: AttributeType[] = [], name: string): string | undefined =>
  attributes.find(({ Name }) => Name === name)?.Value;

/** What every list of users shows of an account, by the names that the APIs have; times are ISO 8601. */
export const accountOf = (user: Omit<UserType, 'Attributes'>) => ({
  status: user.UserStatus ?? 'UNKNOWN',
  enabled: user.Enabled ?? true,
  created: (user.UserCreateDate ?? new Date(0)).toISOString(),
  modified: (user.UserLastModifiedDate ?? user.UserCreateDate ?? new Date(0)).toISOString(),
});
