import type { EquitySymbol, Trade } from '@sofi/domain';

/** long enough for the twin that follows at once, too short to matter to a trade outside regular hours */
const WAIT_MS = 50;

/**
 * In regular hours Tradier tells a print twice, as `trade` and as `tradex`, in either order; outside of them only as `tradex`. The
 * day's cumulative volume tells that they are one. The regular one is passed on, for bars are made of it: so a `tradex` waits for the
 * next message, or a moment. Ticks repeated in quiet markets are found by the same number.
 */
export class PrintPairs {
  readonly #last = new Map<EquitySymbol, number>();
  #waiting: Trade | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly pass: (trade: Trade) => void,
    private readonly drop: () => void,
  ) {}

  take(trade: Trade): void {
    if (this.#waiting && isTwin(this.#waiting, trade)) this.#forget();
    this.flush();
    if (this.#last.get(trade.symbol) === trade.cumulativeVolume) this.drop();
    else if (trade.session === 'extended') this.#wait(trade);
    else this.#passOn(trade);
  }

  /** Passes on what waits; called before any other message, so that order is kept. */
  flush(): void {
    if (this.#waiting === undefined) return;
    const trade = this.#waiting;
    this.#release();
    this.#passOn(trade);
  }

  #wait(trade: Trade): void {
    this.#waiting = trade;
    this.#timer = setTimeout(() => this.flush(), WAIT_MS);
  }

  #forget(): void {
    this.#release();
    this.drop();
  }

  #release(): void {
    clearTimeout(this.#timer);
    this.#waiting = undefined;
  }

  #passOn(trade: Trade): void {
    this.#last.set(trade.symbol, trade.cumulativeVolume);
    this.pass(trade);
  }
}

function isTwin(waiting: Trade, trade: Trade): boolean {
  return waiting.symbol === trade.symbol && waiting.cumulativeVolume === trade.cumulativeVolume;
}
