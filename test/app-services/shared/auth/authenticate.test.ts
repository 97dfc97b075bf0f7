import type { FastifyRequest } from 'fastify';
import { tokenOf } from '../../../../app-services/shared/auth/authenticate';

/** A request as Node.js hands it over: of several `Authorization` headers it keeps the first. */
const withHeaders = (...values: string[]) =>
  ({
    headers: { authorization: values[0] },
    raw: {
      rawHeaders: values.flatMap((value, index) => [index % 2 ? 'authorization' : 'Authorization', value]),
    },
  }) as Pick<FastifyRequest, 'headers' | 'raw'>;

describe('the token of a request', () => {
  it('is what follows Bearer, in any case', () => {
    expect(tokenOf(withHeaders('Bearer a.b.c'))).toBe('a.b.c');
    expect(tokenOf(withHeaders('bearer  a.b.c '))).toBe('a.b.c');
  });

  it('is none of two: the gateway may have judged the other one', () => {
    expect(() => tokenOf(withHeaders('Bearer a.b.c', 'Bearer d.e.f'))).toThrow(
      'Authorization: one header only',
    );
  });

  it.each([
    ['no header', []],
    ['another scheme', ['Basic YTpi']],
    ['nothing after the scheme', ['Bearer ']],
    ['two words', ['Bearer a b']],
  ])('is refused: %s', (_what, values) => {
    expect(() => tokenOf(withHeaders(...values))).toThrow(/Bearer <ID token>/);
  });
});
