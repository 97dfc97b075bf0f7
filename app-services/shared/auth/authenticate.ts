import type { FastifyRequest } from 'fastify';
import { Forbidden, Unauthenticated } from '../http/errors';
import type { Caller } from './caller';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; set by `authenticate` before any handler of an API route runs. */
    caller: Caller;
  }
}

/** Anything that tells a token's caller; TokenVerifier, or a fake. */
export interface Verifier {
  verify(token: string): Caller | Promise<Caller>;
}

/** RFC 6750: the scheme's case does not matter. 8 KB is far beyond any Cognito token. */
const BEARER = /^bearer +([A-Za-z0-9_.-]{1,8192}) *$/i;

/**
 * The request's token, to forward to a neighbour service. Of two such headers the gateway may have judged the other
 * one, so two are none.
 * @throws Unauthenticated when there is none
 */
export function tokenOf(request: Pick<FastifyRequest, 'headers' | 'raw'>): string {
  const header = request.headers.authorization;
  const names = request.raw.rawHeaders.filter((_, index) => index % 2 === 0);
  if (names.filter((name) => name.toLowerCase() === 'authorization').length > 1)
    throw new Unauthenticated('Authorization: one header only');
  if (!header) throw new Unauthenticated('no token: send Authorization: Bearer <ID token>');
  const token = BEARER.exec(header)?.[1];
  if (!token) throw new Unauthenticated('Authorization must be Bearer <ID token>');
  return token;
}

/** An onRequest hook, so that nobody unknown gets as far as having a body read. */
export function authenticate(verifier: Verifier) {
  return async (request: FastifyRequest): Promise<void> => {
    const caller = verifier.verify(tokenOf(request));
    request.caller = caller instanceof Promise ? await caller : caller;
  };
}

/** An onRequest hook after `authenticate`: for TenantAdmins only. */
export async function requireTenantAdmin(request: FastifyRequest): Promise<void> {
  if (request.caller.role !== 'TenantAdmin') throw new Forbidden('only a TenantAdmin may do this');
}
