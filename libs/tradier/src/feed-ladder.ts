import { backoff } from './backoff.js';
import type { StreamTiming } from './stream-timing.js';

/** The rungs on which something is connected, best first. Below them all is polling, which needs no connection. */
export const STREAM_RUNGS = ['socket', 'http'] as const;
export type StreamRung = (typeof STREAM_RUNGS)[number];

/** What to try next, and how long to wait before, ms. */
export interface Step {
  readonly rung: StreamRung;
  readonly pause: number;
}

/** So many failures in a row, and the next rung is tried. */
const PATIENCE: Readonly<Record<StreamRung, number>> = { socket: 3, http: 2 };

/** where each rung has failed, the pause has doubled about so often already */
const ROUNDS_BEFORE = 3;

type Timing = Pick<StreamTiming, 'firstPause' | 'lastPause' | 'firstClimb' | 'lastClimb' | 'renewal'>;

/**
 * Decides how the market is heard, from what failed how often:
 *
 * | serves   | next                                                                        |
 * |----------|-----------------------------------------------------------------------------|
 * | socket   | a new socket in place of the old one, after a day                            |
 * | http     | the socket, after a pause that grows with each failure                       |
 * | nothing  | the best rung that has patience left, after a short pause that grows         |
 * | polling  | the rungs in turn, after a pause that grows with each round                  |
 *
 * It knows no time and no connection; `random` in [0, 1).
 */
export class FeedLadder {
  readonly #failures: Record<StreamRung, number> = { socket: 0, http: 0 };
  #rungs: readonly StreamRung[] = ['socket'];
  #polling = false;
  #attempts = 0;
  #inTurn = 0;

  constructor(
    private readonly timing: Timing,
    private readonly random: () => number,
  ) {}

  /** Everything may be used, or the socket alone: a paced market can not be followed in another way. */
  allow(all: boolean): void {
    this.#rungs = all ? STREAM_RUNGS : ['socket'];
    this.#polling = all;
  }

  /** True where no stream is to be had: quotes are read until one is. */
  get exhausted(): boolean {
    return this.#polling && this.#patient() === undefined;
  }

  next(serving: StreamRung | undefined): Step {
    if (serving === 'socket') return { rung: 'socket', pause: this.timing.renewal };
    if (serving === 'http') return { rung: 'socket', pause: this.#climb(this.#failures.socket - PATIENCE.socket) };
    const rung = this.#patient();
    if (rung !== undefined) return { rung, pause: this.#soon(rung) };
    if (!this.#polling) return { rung: 'socket', pause: this.#soon('socket') };
    return { rung: this.#rungs[this.#inTurn % this.#rungs.length]!, pause: this.#round() };
  }

  /** An attempt came to nothing, or a connection ended before it had been of use. */
  failed(rung: StreamRung): void {
    const inTurn = this.exhausted;
    this.#failures[rung] += 1;
    this.#attempts += 1;
    if (inTurn) this.#inTurn += 1;
  }

  /** What it says is not what trades: no patience with it, the next rung at once. */
  distrusted(rung: StreamRung): void {
    this.failed(rung);
    this.#failures[rung] = Math.max(this.#failures[rung], PATIENCE[rung]);
  }

  /** A connection was of use for a while: what failed before it counts no more, neither on its rung nor below. */
  worked(rung: StreamRung): void {
    for (const each of STREAM_RUNGS.slice(STREAM_RUNGS.indexOf(rung))) this.#failures[each] = 0;
    this.#attempts = Math.max(1, this.#attempts);
    this.#inTurn = 0;
  }

  #patient(): StreamRung | undefined {
    return this.#rungs.find((rung) => this.#failures[rung] < PATIENCE[rung]);
  }

  /** The very first attempt does not wait. */
  #soon(rung: StreamRung): number {
    return this.#attempts === 0 ? 0 : backoff(this.#failures[rung], this.timing.firstPause, this.timing.lastPause, this.random);
  }

  #round(): number {
    const rounds = Math.floor(this.#inTurn / this.#rungs.length);
    return backoff(rounds + ROUNDS_BEFORE, this.timing.firstPause, this.timing.lastClimb, this.random);
  }

  #climb(failures: number): number {
    return backoff(Math.max(0, failures), this.timing.firstClimb, this.timing.lastClimb, this.random);
  }
}
