import type { DeadLetterQueueName, Redriven } from '../../lambdas/shared/contracts/upkeep';
import { type Answer, type buildTenant, type Ids, Product, type RunningAt } from '../builders/product';

/** Tries of one request before a client gives up, and the pause before the second; each next one is longer. */
const [TRIES, FIRST_PAUSE, LONGEST_PAUSE] = [40, 100, 3_000];
/** Refusals that say so pass: an earlier try of the same request can still be at work. */
const AT_WORK = 'try again in half a minute';

type Execution = { name: string; operation: string; status: string };
export interface TimelineState {
  state: string;
  tries: number;
}

/** A client of the Admin API as it should be: what passes (429, 5xx, a lost connection) it tries again. */
export class SoakClient {
  /** Requests that had to be tried again, all their repetitions. */
  repeated = 0;

  private constructor(
    private readonly at: RunningAt,
    private product: Product,
  ) {}

  static async open(at: RunningAt): Promise<SoakClient> {
    return new SoakClient(at, await Product.open(at));
  }

  /** Registers a tenant; one that an earlier try registered, without its answer arriving, is found by its name. */
  async register(tenant: ReturnType<typeof buildTenant>): Promise<Ids> {
    const body = { tenantData: tenant, tenantRegistrationData: { registrationStatus: 'In progress' } };
    const { answer, repeated } = await this.patient<{ data: Ids }>(() =>
      this.product.admin('POST', '/tenant-registrations', body),
    );
    if (answer.status === 409 && repeated) return this.find(tenant.tenantName);
    return expectStatus(answer, 201).body.data;
  }

  /** Orders a tenant's deletion. */
  async delete(registrationId: string): Promise<void> {
    const { answer } = await this.patient(() =>
      this.product.admin('DELETE', `/tenant-registrations/${registrationId}`),
    );
    expectStatus(answer, 200);
  }

  /**
   * Continues a tenant's failed workflow.
   * @returns false where there was nothing to continue: it runs, or has succeeded meanwhile
   */
  async replay(registrationId: string): Promise<boolean> {
    const { answer } = await this.patient(() =>
      this.product.admin('POST', `/tenant-registrations/${registrationId}/replay`),
    );
    return answer.status !== 409 && expectStatus(answer, 202).status === 202;
  }

  /**
   * Sends events again that were given up, all that wait in a queue.
   * @returns how many are on their way
   */
  async sendAgain(queue: DeadLetterQueueName): Promise<number> {
    const { answer } = await this.patient<{ data: Redriven }>(() =>
      this.product.admin('POST', '/dead-letters/redrive', { queue }),
    );
    return expectStatus(answer, 200).body.data.messages.filter(({ outcome }) => outcome === 'sent').length;
  }

  /** A tenant's executions, oldest first. */
  async executions(registrationId: string): Promise<Execution[]> {
    const { answer } = await this.patient<{ data: Execution[] }>(() =>
      this.product.admin('GET', `/tenant-registrations/${registrationId}/executions`),
    );
    return expectStatus(answer, 200).body.data.reverse();
  }

  /** The states that an execution went through, with the tries of each. */
  async timeline(registrationId: string, name: string): Promise<TimelineState[]> {
    const { answer } = await this.patient<{ data: { timeline: TimelineState[] } }>(() =>
      this.product.admin('GET', `/tenant-registrations/${registrationId}/executions/${name}`),
    );
    return expectStatus(answer, 200).body.data.timeline;
  }

  private async find(tenantName: string): Promise<Ids> {
    let token: string | undefined;
    do {
      const { answer } = await this.patient<{ data: (Ids & { tenantName: string })[]; next_token?: string }>(
        () =>
          this.product.admin(
            'GET',
            `/tenants?limit=50${token ? `&next_token=${encodeURIComponent(token)}` : ''}`,
          ),
      );
      const { data, next_token } = expectStatus(answer, 200).body;
      const found = data.find((row) => row.tenantName === tenantName);
      if (found) return found;
      token = next_token;
    } while (token);
    throw new Error(`the name ${tenantName} is taken, and no tenant has it`);
  }

  private async patient<T>(
    ask: () => Promise<Answer<unknown>>,
  ): Promise<{ answer: Answer<T>; repeated: boolean }> {
    let pause = FIRST_PAUSE;
    for (let n = 1; ; n++) {
      const answer = await ask().catch((error: Error) => error);
      if (!(answer instanceof Error) && answer.status === 401) {
        this.product = await Product.open(this.at); // an operator's session lasts an hour
      } else if (!(answer instanceof Error) && !passes(answer)) {
        return { answer: answer as Answer<T>, repeated: n > 1 };
      }
      if (n === TRIES) {
        throw answer instanceof Error
          ? answer
          : new Error(`after ${n} tries: ${answer.status} ${answer.text}`);
      }
      this.repeated += 1;
      await new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random())));
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }
}

const passes = ({ status, text }: Answer<unknown>): boolean =>
  status === 429 || status >= 500 || (status === 409 && text.includes(AT_WORK));

function expectStatus<T>(answer: Answer<T>, status: number): Answer<T> {
  if (answer.status !== status) throw new Error(`${answer.status} ${answer.text} instead of ${status}`);
  return answer;
}
