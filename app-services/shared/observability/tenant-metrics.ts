import type { LineSink } from './log';

/** Values that CloudWatch takes in one metric of an embedded-metric line. */
const SAMPLE = 100;
/** Tenants whose figures are kept between two flushes; one more and the line goes out early. */
const TENANTS = 5000;

interface Figures {
  tenantId: string;
  tier: string;
  requests: number;
  errors: number;
  /** At most SAMPLE latencies, a uniform sample of all of the interval (reservoir sampling). */
  latencies: number[];
}

/**
 * Requests, Errors (status 5xx) and Latency (ms) by service, tenant and tier, in CloudWatch's embedded metric format:
 * log lines that CloudWatch turns into metrics, without an agent and without an API call by request. One line by active
 * tenant and flush: a line by request would cost more than the request.
 */
export class TenantMetrics {
  #figures = new Map<string, Figures>();
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly service: string,
    private readonly sink: Pick<LineSink, 'write'>,
    private readonly now: () => number = Date.now,
    private readonly random: () => number = Math.random,
  ) {}

  record(tenantId: string, tier: string, statusCode: number, latencyMs: number): void {
    let figures = this.#figures.get(tenantId);
    if (!figures) {
      if (this.#figures.size >= TENANTS) this.flush();
      figures = { tenantId, tier, requests: 0, errors: 0, latencies: [] };
      this.#figures.set(tenantId, figures);
    }
    figures.requests += 1;
    if (statusCode >= 500) figures.errors += 1;
    const rounded = Math.round(latencyMs * 100) / 100;
    if (figures.latencies.length < SAMPLE) figures.latencies.push(rounded);
    else {
      const place = Math.floor(this.random() * figures.requests);
      if (place < SAMPLE) figures.latencies[place] = rounded;
    }
  }

  /** Writes one line by tenant that called since the last flush. */
  flush(): void {
    const flushed = this.#figures;
    this.#figures = new Map();
    for (const figures of flushed.values()) this.sink.write(`${JSON.stringify(this.#line(figures))}\n`);
  }

  /** Flushes every `intervalMs` until `stop`, which flushes a last time. */
  start(intervalMs = 10_000): void {
    this.#timer = setInterval(() => this.flush(), intervalMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.flush();
  }

  #line(figures: Figures): object {
    return {
      _aws: {
        Timestamp: this.now(),
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
      service: this.service,
      tenantId: figures.tenantId,
      tier: figures.tier || 'UNKNOWN',
      Requests: figures.requests,
      Errors: figures.errors,
      Latency: figures.latencies,
    };
  }
}
