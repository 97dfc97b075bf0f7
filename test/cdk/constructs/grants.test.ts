import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { allow, GrantError } from '../../../cdk/constructs/grants';

function stackWithRole() {
  const stack = new Stack();
  return {
    stack,
    role: new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }),
  };
}

describe('a grant', () => {
  it('becomes a statement of the role', () => {
    const { stack, role } = stackWithRole();

    allow(role, { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::bucket/key'] });

    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/key' }],
      },
    });
  });

  it('is refused with a wildcard in an action', () => {
    const { role } = stackWithRole();

    expect(() => allow(role, { actions: ['s3:Get*'], resources: ['arn:aws:s3:::bucket'] })).toThrow(
      GrantError,
    );
  });

  it.each(['*', 'arn:aws:s3:::bucket/*'])('is refused on %s without a reason', (resource) => {
    const { role } = stackWithRole();

    expect(() => allow(role, { actions: ['s3:GetObject'], resources: [resource] })).toThrow(/say why/);
  });

  it('leaves its reason in the template', () => {
    const { stack, role } = stackWithRole();

    allow(role, {
      actions: ['s3:GetObject'],
      resources: ['arn:aws:s3:::bucket/*'],
      because: 'keys are made up later',
    });

    Template.fromStack(stack).hasResource('AWS::IAM::Policy', {
      Metadata: {
        cdk_nag: {
          rules_to_suppress: [
            {
              id: 'AwsSolutions-IAM5',
              reason: 'keys are made up later',
              applies_to: ['Resource::arn:aws:s3:::bucket/*'],
            },
          ],
        },
      },
    });
  });

  it('sees a wildcard behind the name of a resource that AWS gives', () => {
    const { stack, role } = stackWithRole();
    const { bucketArn } = new Bucket(stack, 'Bucket');

    expect(() => allow(role, { actions: ['s3:GetObject'], resources: [bucketArn] })).not.toThrow();
    expect(() => allow(role, { actions: ['s3:GetObject'], resources: [`${bucketArn}/*`] })).toThrow(
      /say why/,
    );
  });
});
