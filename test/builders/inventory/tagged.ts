/** A resource's line where it carries a tenant's tag; none where it does not. */
export const tagged = (
  resource: string,
  tags: Record<string, string> | readonly { Key?: string; Value?: string }[] = {},
): string[] => {
  const pairs = Array.isArray(tags)
    ? tags.map(({ Key = '', Value = '' }) => [Key, Value] as const)
    : Object.entries(tags);
  return pairs.filter(([key]) => key === 'tenantId').map(([, owner]) => `Tagged ${owner} ${resource}`);
};
