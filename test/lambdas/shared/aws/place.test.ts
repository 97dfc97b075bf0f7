import { placeOf, tenantRoleArn } from '../../../../lambdas/shared/aws/place';

describe('the place of an execution', () => {
  it('is read from its ARN, in any partition', () => {
    const place = placeOf('arn:aws-cn:states:cn-north-1:123456789012:execution:m:e');

    expect(place).toEqual({ partition: 'aws-cn', region: 'cn-north-1', account: '123456789012' });
    expect(tenantRoleArn(place, 'r')).toBe('arn:aws-cn:iam::123456789012:role/tenants/r');
  });

  it.each(['', 'x', 'arn:aws:iam::123456789012:role/r'])('is refused where it is not: "%s"', (arn) => {
    expect(() => placeOf(arn)).toThrow(/no place/);
  });
});
