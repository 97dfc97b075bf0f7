import { etagOf, versionOf } from '../../../../app-services/shared/http/etag';
import { itemIdOf } from '../../../../app-services/shared/http/item-id';
import { KnownRoutes } from '../../../../app-services/shared/http/known-routes';
import { requestIdOf } from '../../../../app-services/shared/http/request-id';

describe('a path id', () => {
  it("gives the item's part of the own tenant's id", () => {
    expect(itemIdOf('order', 't1', 't1:o1')).toBe('o1');
  });

  it('of another tenant is not found, as if it did not exist', () => {
    expect(() => itemIdOf('order', 't1', 't2:o1')).toThrow(expect.objectContaining({ statusCode: 404 }));
  });

  it.each(['o1', 't1:', ':o1', 't1:o1:x', 't1:..', 't1:a/b', 't1:\0', 't1: o1', `t1:${'x'.repeat(129)}`])(
    'of another form is refused: %j',
    (id) => {
      expect(() => itemIdOf('order', 't1', id)).toThrow('orderId must have the form tenantId:orderId');
    },
  );
});

describe('If-Match', () => {
  it('names a version as the entity tag does', () => {
    expect(versionOf(etagOf(7))).toBe(7);
  });

  it.each([undefined, '*'])('%p takes any version', (header) => {
    expect(versionOf(header)).toBeUndefined();
  });

  it.each(['W/"7"', '"x"', '""', '"1234567890123456"'])('%s matches no version', (header) => {
    expect(versionOf(header)).toBe(-1);
  });

  it.each(['7', '"7", "8"', 'x'])('%s is refused', (header) => {
    expect(() => versionOf(header)).toThrow(/^If-Match /);
  });
});

describe('the request id', () => {
  it('is the one of the gateway', () => {
    expect(requestIdOf({ headers: { 'x-amzn-requestid': 'abcdef-123456' } })).toBe('abcdef-123456');
    expect(requestIdOf({ headers: { 'x-amzn-trace-id': 'Root=1-67891233-abcdef012345678912345678' } })).toBe(
      'Root=1-67891233-abcdef012345678912345678',
    );
  });

  it.each([undefined, 'short', 'with space in it', 'line\nbreak-in-it', 'x'.repeat(129)])(
    'is a new one instead of %j',
    (value) => {
      expect(requestIdOf({ headers: { 'x-request-id': value } })).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});

describe('known routes', () => {
  const known = new KnownRoutes();
  known.add({ method: ['GET', 'HEAD'], url: '/orders' });
  known.add({ method: 'POST', url: '/orders' });
  known.add({ method: 'GET', url: '/orders/health' });
  known.add({ method: 'DELETE', url: '/orders/:id' });

  it.each([
    ['/orders', ['GET', 'HEAD', 'POST']],
    ['/orders/?limit=3', ['GET', 'HEAD', 'POST']],
    ['/orders/t1:o1', ['DELETE']],
    ['/orders/health', ['GET']],
    ['/orders/a/b', []],
    ['/', []],
  ])('%s answers %j', (path, methods) => {
    expect(known.methodsOf(path)).toEqual(methods);
  });
});
