/** A pause shorter than this is not worth a timer: timers count in milliseconds. */
const SHORTEST_PAUSE_MS = 1;
const LONGEST_PAUSE_MS = 8;

/** What the pace sees of time, in ms: of the process itself where nothing else is said. */
export interface PaceClock {
  now(): number;
  /** Without a pause: when the turn of the event loop is over. */
  run(work: () => void, pauseMs?: number): void;
}

const processClock: PaceClock = {
  now: () => performance.now(),
  run: (work, pauseMs) => void (pauseMs === undefined ? setImmediate(work) : setTimeout(work, pauseMs)),
};

/**
 * When to write. A write costs the same for one frame as for ten, so what arrives in one turn of the event loop goes out together,
 * at once when idle. A flush that took long (many viewers) is followed by a pause as long as itself: the busier the gateway, the more
 * frames share a write, and the longest wait stays {@link LONGEST_PAUSE_MS}.
 */
export class FlushPace {
  private requested = false;
  private quietUntil = 0;

  constructor(
    private readonly flush: () => void,
    private readonly clock: PaceClock = processClock,
  ) {}

  request(): void {
    if (this.requested) return;
    this.requested = true;
    const pause = this.quietUntil === 0 ? 0 : this.quietUntil - this.clock.now();
    this.clock.run(this.run, pause < SHORTEST_PAUSE_MS ? undefined : pause);
  }

  private readonly run = (): void => {
    this.requested = false;
    const began = this.clock.now();
    this.flush();
    const took = this.clock.now() - began;
    this.quietUntil = took < SHORTEST_PAUSE_MS ? 0 : began + took + Math.min(took, LONGEST_PAUSE_MS);
  };
}
