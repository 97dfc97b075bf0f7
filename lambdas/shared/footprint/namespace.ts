import { paginateListNamespaces, type ServiceDiscoveryClient } from '@aws-sdk/client-servicediscovery';

/** The id of an HTTP namespace by its name; undefined when there is none. AWS calls: `ListNamespaces` (pages). */
export async function findNamespace(
  cloudMap: ServiceDiscoveryClient,
  name: string,
): Promise<string | undefined> {
  const pages = paginateListNamespaces(
    { client: cloudMap },
    { Filters: [{ Name: 'TYPE', Values: ['HTTP'], Condition: 'EQ' }] },
  );
  for await (const { Namespaces = [] } of pages) {
    const id = Namespaces.find((namespace) => namespace.Name === name)?.Id;
    if (id) return id;
  }
  return undefined;
}
