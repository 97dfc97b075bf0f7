import { PageTokens, readListQuery } from '../../../../app-services/shared/http/paging';

describe('the query of a list', () => {
  it('asks for 50 items by default', () => {
    expect(readListQuery({})).toEqual({ limit: 50 });
  });

  it.each(['1', '100'])('takes a limit of %s', (limit) => {
    expect(readListQuery({ limit })).toEqual({ limit: Number(limit) });
  });

  it.each(['0', '-1', '101', '1000000000', '1.5', '1e1', '', ' 1', 'ten', ['1', '2']])(
    'refuses a limit of %p and says which it takes',
    (limit) => {
      expect(() => readListQuery({ limit })).toThrow(/^limit /);
    },
  );

  it.each(['', 'x'.repeat(4097), ['a', 'b']])('refuses a next_token that is none', (next_token) => {
    expect(() => readListQuery({ next_token })).toThrow(/^next_token /);
  });

  it('minds no other parameter', () => {
    expect(readListQuery({ _: '17' })).toEqual({ limit: 50 });
  });
});

describe('a continuation token', () => {
  const orders = new PageTokens<string>('/orders');
  const token = orders.issue('tenant-1', 'order-9');

  it('tells its list and tenant where to go on', () => {
    expect(orders.read('tenant-1', token)).toBe('order-9');
  });

  it("is refused by another tenant's list and by another list", () => {
    expect(() => orders.read('tenant-2', token)).toThrow(/^next_token /);
    expect(() => new PageTokens('/products').read('tenant-1', token)).toThrow(/^next_token /);
  });

  it.each([
    ['made up', 'made-up'],
    ['empty parts', '.'],
    ['changed at the end', `${token}x`],
    ['with a part more', `${token}.x`],
    ['with another position', `${Buffer.from('"order-1"').toString('base64url')}.${token.split('.')[1]}`],
  ])('is refused when %s', (_, changed) => {
    expect(() => orders.read('tenant-1', changed)).toThrow(/^next_token /);
  });
});
