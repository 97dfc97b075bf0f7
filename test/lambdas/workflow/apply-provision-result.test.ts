import type { Context } from 'aws-lambda';
import { admitTenant } from '../../../lambdas/shared/registry/admission';
import { getRegistration, getTenant } from '../../../lambdas/shared/registry/registrations';
import { buildAdmission, buildPlaces } from '../../builders/admission';
import { useControlPlane } from '../../builders/control-plane';

const PORT = 15025;

describe('apply-provision-result', () => {
  const plane = useControlPlane(PORT);
  let handler: (event: unknown, context: Context) => Promise<unknown>;
  beforeAll(async () => {
    handler = (await import('../../../lambdas/workflow/apply-provision-result/handler'))
      .handler as typeof handler;
  });

  let events = 0;
  const deliver = (detailType: string, detail: unknown, changes: object = {}) =>
    handler(
      {
        version: '0',
        id: `00000000-0000-0000-0000-${String(++events).padStart(12, '0')}`,
        source: 'sbt.application.plane',
        'detail-type': detailType,
        time: '2026-03-01T10:00:05Z',
        detail,
        ...changes,
      },
      { functionName: 'test', awsRequestId: 'i' } as Context,
    );
  const admitted = async () =>
    (await admitTenant(plane.registry, buildPlaces(), buildAdmission())).registration;

  it.each([
    ['the newer prefix', 'sbt_aws_'],
    ['bare names', ''],
    ['any other prefix', 'acme'],
  ])('applies the four results by %s', async (_which, prefix) => {
    const { tenantRegistrationId, tenantId } = await admitted();
    const results: string[] = [];

    for (const [index, name] of [
      'provisionFailure',
      'provisionSuccess',
      'deprovisionFailure',
      'deprovisionSuccess',
    ].entries()) {
      const detail = {
        tenantRegistrationId,
        jobOutput: {
          tenantStatus: 'text',
          tenantData:
            name === 'provisionSuccess' ? { tenantConfig: '{"userPoolId":"p"}', tenantName: 'n' } : {},
          tenantRegistrationData: { registrationStatus: `after ${name}` },
        },
      };
      await deliver(`${prefix}${name}`, detail, { time: `2026-03-01T10:00:0${index}Z` });
      const row = await getRegistration(plane.registry, tenantRegistrationId);
      const tenant = await getTenant(plane.registry, tenantId);
      results.push(`${row?.registrationStatus} ${row?.sbtaws_active} ${tenant?.tenantConfig ?? '-'}`);
    }

    expect(results).toEqual([
      'after provisionFailure true -',
      'after provisionSuccess true {"userPoolId":"p"}',
      'after deprovisionFailure true {"userPoolId":"p"}',
      'after deprovisionSuccess false -',
    ]);
  });

  it.each(['provisionFailure', 'deprovisionSuccess', 'deactivateSuccess', 'activateFailure'])(
    'changes nothing by a %s that names another tenant than the registration',
    async (name) => {
      const [{ tenantRegistrationId }, other] = [await admitted(), await admitted()];
      const before = await getRegistration(plane.registry, tenantRegistrationId);
      const jobOutput = { tenantData: {}, tenantRegistrationData: { registrationStatus: 'of another' } };
      const detail = { tenantId: other.tenantId, tenantRegistrationId, jobOutput };

      await expect(deliver(`sbt_aws_${name}`, detail)).rejects.toThrow(
        `"${other.tenantId}" is not registered as "${tenantRegistrationId}"`,
      );

      expect(await getRegistration(plane.registry, tenantRegistrationId)).toEqual(before);
    },
  );

  it('shows a tenant that was suspended and resumed, of which SBT has no words', async () => {
    const { tenantRegistrationId, tenantId } = await admitted();
    const failure = { state: 'Verify', error: 'NotReadyError', cause: 'no answer', executionArn: 'arn:x' };
    const shown: unknown[] = [];

    for (const [index, [name, more]] of (
      [
        ['deactivateFailure', { failure }],
        ['deactivateSuccess', {}],
        ['activateFailure', { failure }],
        ['activateSuccess', {}],
      ] as const
    ).entries()) {
      const detail = { tenantId, tenantRegistrationId, tier: 'BASIC', executionArn: 'arn:x', ...more };
      await deliver(`sbt_aws_${name}`, detail, { time: `2026-03-01T10:00:0${index}Z` });
      const row = await getRegistration(plane.registry, tenantRegistrationId);
      shown.push([row?.registrationStatus, row?.failure]);
    }

    expect(shown).toEqual([
      ['In progress', failure],
      ['Suspended', undefined],
      ['Suspended', failure],
      ['Created', undefined],
    ]);
  });

  it('fails by name on a report of a suspension without ids', async () => {
    await expect(deliver('sbt_aws_activateSuccess', { tenantId: 't' })).rejects.toThrow(
      'tenantRegistrationId: ',
    );
    await expect(deliver('sbt_aws_deactivateSuccess', { tenantRegistrationId: 'r' })).rejects.toThrow(
      'tenantId: ',
    );
  });

  it('drops a report on an unknown tenant, without an error that would have it tried again', async () => {
    const outcome = await deliver('sbt_aws_provisionSuccess', {
      tenantRegistrationId: 'nobody',
      jobOutput: { tenantData: {}, tenantRegistrationData: {} },
    });

    expect(outcome).toMatchObject({ outcome: 'unknown' });
  });

  it.each([
    ['tenantRegistrationId', { jobOutput: {} }],
    ['tenantRegistrationId', { tenantRegistrationId: '../x', jobOutput: {} }],
    ['jobOutput', { tenantRegistrationId: 'x' }],
    ['jobOutput.tenantData.email', { tenantRegistrationId: 'x', jobOutput: { tenantData: { email: 7 } } }],
    [
      'jobOutput.tenantRegistrationData.sbtaws_active',
      { tenantRegistrationId: 'x', jobOutput: { tenantRegistrationData: { sbtaws_active: 'no' } } },
    ],
    ['detail', 'text'],
  ])(
    'fails by name on a report without a good %s, so that it ends as a dead letter',
    async (field, detail) => {
      const attempt = deliver('sbt_aws_provisionSuccess', detail);

      await expect(attempt).rejects.toMatchObject({
        name: 'ValidationError',
        message: expect.stringMatching(new RegExp(`^${field.replaceAll('.', '\\.')}: `)),
      });
    },
  );

  it.each(['announcement', 'lastResult', 'placement', 'offboarding', 'receipt'])(
    'fails by name on a report that would write our own %s, and changes nothing',
    async (key) => {
      const { tenantRegistrationId } = await admitted();
      const before = await getRegistration(plane.registry, tenantRegistrationId);

      for (const part of ['tenantData', 'tenantRegistrationData']) {
        const attempt = deliver('sbt_aws_provisionSuccess', {
          tenantRegistrationId,
          jobOutput: { [part]: { [key]: {} } },
        });
        await expect(attempt).rejects.toThrow(`${part}.${key}: is reserved`);
      }

      expect(await getRegistration(plane.registry, tenantRegistrationId)).toEqual(before);
    },
  );

  it('fails by name on an event that it does not know, or that has no id', async () => {
    const detail = { tenantRegistrationId: 'x', jobOutput: {} };

    await expect(deliver('sbt_aws_onboardingRequest', detail)).rejects.toThrow('detail-type: ');
    await expect(deliver('sbt_aws_provisionSuccess', detail, { id: undefined })).rejects.toThrow('id: ');
  });
});
