import type { Trade } from '@sofi/domain';
import type { After } from './timer.js';
import type { ToldPrints } from './told-prints.js';

/** long enough for the twin that follows at once, too short to matter to a trade outside regular hours */
const WAIT_MS = 50;

export interface PairsListener {
  pass(trade: Trade): void;
  drop(why: 'duplicate' | 'old'): void;
}

/**
 * In regular hours Tradier tells a print twice, as `trade` and as `tradex`, in either order; outside of them only as `tradex`. The
 * day's cumulative volume tells that they are one. The regular one is passed on, for bars are made of it: so a `tradex` waits for the
 * next message, or a moment. Ticks repeated in quiet markets are found by the same number.
 */
export class PrintPairs {
  #waiting: Trade | undefined;
  #stopWaiting = () => {};

  constructor(
    private readonly told: ToldPrints,
    private readonly after: After,
    private readonly listener: PairsListener,
  ) {}

  take(trade: Trade): void {
    if (this.#waiting && isTwin(this.#waiting, trade)) this.#forget();
    this.flush();
    if (trade.session === 'extended' && !this.told.isNewest(trade)) this.#wait(trade);
    else this.#decide(trade);
  }

  /** Passes on what waits; called before any other message, so that order is kept. */
  flush(): void {
    if (this.#waiting === undefined) return;
    const trade = this.#waiting;
    this.#release();
    this.#decide(trade);
  }

  #wait(trade: Trade): void {
    this.#waiting = trade;
    this.#stopWaiting = this.after(WAIT_MS, () => this.flush());
  }

  #forget(): void {
    this.#release();
    this.listener.drop('duplicate');
  }

  #release(): void {
    this.#stopWaiting();
    this.#waiting = undefined;
  }

  #decide(trade: Trade): void {
    const why = this.told.repeated(trade);
    if (why === undefined) this.listener.pass(trade);
    else this.listener.drop(why);
  }
}

function isTwin(waiting: Trade, trade: Trade): boolean {
  return waiting.symbol === trade.symbol && waiting.cumulativeVolume === trade.cumulativeVolume;
}
