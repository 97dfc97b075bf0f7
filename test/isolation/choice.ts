/** Which attempts are made. */
export interface Choice {
  /** The same seed makes the same attempts in the same order. */
  seed: number;
  /** How many at most. */
  count: number;
  /** One attempt by its id, whatever the count. */
  only?: string | undefined;
  /** Those whose kind holds this text, e.g. `gateway: expired`. */
  kind?: string | undefined;
  /** False asks every owner anew, where what is allowed changes between two attempts. @default true */
  remember?: boolean;
}
