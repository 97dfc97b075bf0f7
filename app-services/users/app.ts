import type { FastifyInstance, FastifyRequest } from 'fastify';
import { requireTenantAdmin } from '../shared/auth/authenticate';
import { InvalidRequest } from '../shared/http/errors';
import { linkNext, PageTokens, readListQuery } from '../shared/http/paging';
import { jsonSchema } from '../shared/http/validation';
import { buildService, type ServiceDeps } from '../shared/service';
import { UserAdministration } from './administer';
import type { AdministratorsLease } from './administrators-lease';
import type { SignOuts } from './sign-outs';
import { type NewUser, newUser, type UserChange, user, userAction, userChange, userNameInPath } from './user';
import type { ListPosition, UserPool } from './user-pool';

export interface UsersDeps extends Omit<ServiceDeps, 'name'> {
  pool: Pick<UserPool, 'invite' | 'get' | 'list' | 'hasAdmin' | 'setRole' | 'remove' | 'revokeTokens'>;
  signOuts: Pick<SignOuts, 'record'>;
  lease: Pick<AdministratorsLease, 'hold'>;
}

/** The users service: a tenant's admins invite and manage the tenant's own users. */
export function buildUsers({ pool, signOuts, lease, ...deps }: UsersDeps): FastifyInstance {
  const administration = new UserAdministration(pool, signOuts, lease);
  const tokens = new PageTokens<ListPosition>('/users');
  const userSchema = jsonSchema(user);

  return buildService({ ...deps, name: 'users' }, (api) => {
    api.post('/users/:userName', { schema: { body: jsonSchema(userAction) } }, async (request, reply) => {
      await administration.signOut(request.caller, userNameOf(request));
      return reply.code(204).send();
    });
    api.register(async (admins) => management(admins));
  });

  /** What a TenantAdmin does: by the token, and by what the pool says now, as a token outlives a role by an hour. */
  function management(api: FastifyInstance): void {
    api.addHook('onRequest', requireTenantAdmin);
    api.addHook('onRequest', async (request) => administration.requireAdmin(request.caller));

    api.post('/users', { schema: { body: jsonSchema(newUser) } }, async (request, reply) => {
      await pool.invite(request.caller, request.body as NewUser);
      reply.code(201);
      return { message: 'User created' };
    });

    const listSchema = { response: { 200: { type: 'array', items: userSchema } } };
    api.get('/users', { schema: listSchema }, async (request, reply) => {
      const { tenantId } = request.caller;
      const { limit, next_token } = readListQuery(request.query);
      const from = next_token === undefined ? undefined : tokens.read(tenantId, next_token);
      const page = await pool.list(tenantId, limit, from);
      linkNext(reply, limit, page.next && tokens.issue(tenantId, page.next));
      return page.items;
    });

    api.get('/users/:userName', { schema: { response: { 200: userSchema } } }, (request) =>
      pool.get(request.caller.tenantId, userNameOf(request)),
    );

    const changeSchema = { body: jsonSchema(userChange), response: { 200: userSchema } };
    api.put('/users/:userName', { schema: changeSchema }, (request) =>
      administration.change(request.caller, userNameOf(request), request.body as UserChange),
    );

    api.delete('/users/:userName', async (request, reply) => {
      await administration.remove(request.caller, userNameOf(request));
      return reply.code(204).send();
    });
  }
}

function userNameOf(request: FastifyRequest): string {
  const { userName } = request.params as { userName: string };
  if (!userNameInPath.safeParse(userName).success) throw new InvalidRequest('userName is not valid');
  return userName;
}
