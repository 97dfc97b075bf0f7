/** Operations that take what another one gave: OpenAPI links, which a client can follow and a test does. */
export function linksOf(operationId: string): Record<string, unknown> | undefined {
  const kind = /^create(Order|Product)$/.exec(operationId)?.[1];
  if (kind) {
    const name = `${kind.toLowerCase()}Id`;
    const id = `{$response.body#/tenantId}:{$response.body#/${name}}`;
    return Object.fromEntries(
      ['get', 'replace', 'delete'].map((verb) => [
        verb,
        { operationId: `${verb}${kind}`, parameters: { [`path.${name}`]: id } },
      ]),
    );
  }
  const list = /^list(Orders|Products|Users)$/.exec(operationId)?.[0];
  if (list) {
    return {
      next: { operationId: list, parameters: { 'query.next_token': '$response.header.x-next-token' } },
    };
  }
  if (operationId === 'createUser') {
    return Object.fromEntries(
      ['get', 'change', 'delete', 'actOn'].map((verb) => [
        verb,
        { operationId: `${verb}User`, parameters: { 'path.userName': '$request.body#/userEmail' } },
      ]),
    );
  }
  return undefined;
}
