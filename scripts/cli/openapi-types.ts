/** Stand-in until the OpenAPI file is there; generated from it afterwards. */
type Json<T> = { content: { 'application/json': T } };
type Failures = { 404: Json<{ message: string }> };
type Page = { limit?: number; next_token?: string };
type Loose = { [key: string]: unknown };
interface Get<Path, Query, Data> {
  parameters: { path: Path; query?: Query };
  get: { parameters: { path: Path; query?: Query }; responses: { 200: Json<Data> } & Failures };
}
export interface paths {
  '/tenant-registrations': {
    post: {
      requestBody: Json<{ tenantData: Loose; tenantRegistrationData?: Loose }>;
      responses: { 201: Json<{ data: Loose }> } & Failures;
    };
  };
  '/tenant-registrations/{id}': Get<{ id: string }, never, { data: Loose }>;
  '/tenant-registrations/{id}/executions': Get<{ id: string }, Page, { data: Loose[]; next_token?: string }>;
  '/tenant-registrations/{id}/executions/{name}': Get<{ id: string; name: string }, never, { data: Loose }>;
  '/tenants': { get: { parameters: { query?: Page }; responses: { 200: Json<{ data: Loose[] }> } & Failures } };
  '/tenants/{id}': Get<{ id: string }, never, { data: Loose }>;
  '/tenant-config': {
    get: {
      parameters: { query?: { tenantName?: string; tenantId?: string } };
      responses: { 200: Json<Loose> } & Failures;
    };
  };
}
