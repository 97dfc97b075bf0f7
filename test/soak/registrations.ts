import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientConfig } from '../../scripts/local/engine';

/** Milliseconds between two looks. */
const LOOK_EVERY = 50;

export interface Seen {
  status: string;
  failure?: string;
}

/**
 * Waits for registrations' statuses: all that are waited for in one read of the registry, past the Admin API, whose
 * functions would else work for the asking alone.
 */
export class Registrations {
  private readonly dynamodb: DynamoDBClient;
  private looking = false;
  private readonly waiting = new Map<
    string,
    { is: (status: string) => boolean; resolve: (seen: Seen) => void }
  >();

  constructor(
    port: number,
    private readonly tableName: string,
  ) {
    this.dynamodb = new DynamoDBClient(clientConfig(port));
  }

  /** @returns undefined when the registration has no such status within the time */
  async reaches(id: string, is: (status: string) => boolean, withinMs: number): Promise<Seen | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, withinMs, undefined);
    });
    const seen = new Promise<Seen>((resolve) => {
      this.waiting.set(id, { is, resolve });
      if (!this.looking) void this.look();
    });
    try {
      return await Promise.race([seen, late]);
    } finally {
      clearTimeout(timer);
      this.waiting.delete(id);
    }
  }

  private async look(): Promise<void> {
    this.looking = true;
    while (this.waiting.size > 0) {
      const Keys = [...this.waiting.keys()].map((id) => ({
        pk: { S: `REGISTRATION#${id}` },
        sk: { S: 'REGISTRATION' },
      }));
      const { Responses = {} } = await this.dynamodb.send(
        new BatchGetItemCommand({ RequestItems: { [this.tableName]: { Keys, ConsistentRead: true } } }),
      );
      for (const item of Responses[this.tableName] ?? []) {
        const id = item.tenantRegistrationId?.S ?? '';
        const status = item.registrationStatus?.S ?? '';
        const waiter = this.waiting.get(id);
        if (!waiter?.is(status)) continue;
        this.waiting.delete(id);
        const { state, error, cause } = item.failure?.M ?? {};
        waiter.resolve({
          status,
          failure: state && `${state.S}: ${error?.S}: ${cause?.S}`,
        });
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    }
    this.looking = false;
  }
}
