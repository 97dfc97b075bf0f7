import { TenantMetrics } from '../../../../app-services/shared/observability/tenant-metrics';

/** Metrics whose lines are kept; `random` decides which latencies stay in the sample. */
function buildMetrics(random: () => number = () => 0.999999) {
  const lines: string[] = [];
  const metrics = new TenantMetrics(
    'orders',
    { write: (line) => void lines.push(line) },
    () => 1_700_000_000_000,
    random,
  );
  return { metrics, lines, parsed: () => lines.map((line) => JSON.parse(line)) };
}

it("a tenant's requests since the last flush are one line in the embedded metric format", () => {
  const { metrics, lines, parsed } = buildMetrics();
  metrics.record('tenant-1', 'BASIC', 200, 1.234);
  metrics.record('tenant-1', 'BASIC', 404, 2);
  metrics.record('tenant-1', 'BASIC', 503, 3);
  metrics.flush();
  expect(parsed()).toEqual([
    {
      _aws: {
        Timestamp: 1_700_000_000_000,
        CloudWatchMetrics: [
          {
            Namespace: 'SaaS/Application',
            Dimensions: [['service', 'tenantId', 'tier']],
            Metrics: [
              { Name: 'Requests', Unit: 'Count' },
              { Name: 'Errors', Unit: 'Count' },
              { Name: 'Latency', Unit: 'Milliseconds' },
            ],
          },
        ],
      },
      service: 'orders',
      tenantId: 'tenant-1',
      tier: 'BASIC',
      Requests: 3,
      Errors: 1,
      Latency: [1.23, 2, 3],
    },
  ]);
  expect(lines[0]).toMatch(/^[^\n]*\n$/);
});

it('tenants are apart, and one that did not call has no line', () => {
  const { metrics, parsed } = buildMetrics();
  metrics.record('tenant-1', 'BASIC', 200, 1);
  metrics.record('tenant-2', '', 200, 1);
  metrics.flush();
  metrics.record('tenant-2', '', 200, 1);
  metrics.flush();
  expect(parsed().map(({ tenantId, tier }) => [tenantId, tier])).toEqual([
    ['tenant-1', 'BASIC'],
    ['tenant-2', 'UNKNOWN'],
    ['tenant-2', 'UNKNOWN'],
  ]);
});

it('holds no more than the 100 latencies that CloudWatch takes, of all the interval', () => {
  const { metrics, parsed } = buildMetrics(() => 0);
  for (let n = 1; n <= 150; n += 1) metrics.record('tenant-1', 'BASIC', 200, n);
  metrics.flush();
  const [line] = parsed();
  expect(line.Requests).toBe(150);
  expect(line.Latency).toHaveLength(100);
  expect(line.Latency[0]).toBe(150);
});

it('does not grow with the number of tenants', () => {
  const { metrics, lines } = buildMetrics();
  for (let n = 0; n <= 5000; n += 1) metrics.record(`tenant-${n}`, 'BASIC', 200, 1);
  expect(lines).toHaveLength(5000);
});

it('writes what is left when it stops', () => {
  const { metrics, lines } = buildMetrics();
  metrics.start();
  metrics.record('tenant-1', 'BASIC', 200, 1);
  metrics.stop();
  expect(lines).toHaveLength(1);
});
