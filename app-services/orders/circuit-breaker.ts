/** Failures in a row after which nothing is asked for a while. */
const FAILURES = 5;
/** How long. After that one question is let through at a time until one succeeds. */
const PAUSE_MS = 2000;

/** Keeps orders quick while a neighbour is down: without it each order would wait for the time-out again. */
export class CircuitBreaker {
  #failures = 0;
  #pausedUntilMs = 0;

  constructor(private readonly now: () => number) {}

  allows(): boolean {
    if (this.#failures < FAILURES) return true;
    if (this.now() < this.#pausedUntilMs) return false;
    // The trial: whoever comes next waits another pause, unless the trial succeeds before.
    this.#pausedUntilMs = this.now() + PAUSE_MS;
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
  }

  failed(): void {
    this.#failures += 1;
    if (this.#failures >= FAILURES) this.#pausedUntilMs = this.now() + PAUSE_MS;
  }
}
