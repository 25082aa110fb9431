import { EventEmitter, once } from 'node:events';
import type { ClockTick, FeedGap, FeedListener, FeedState, Quote, SymbolFeed, Trade } from '@sofi/domain';

export type Heard =
  | Trade
  | Quote
  | ClockTick
  | FeedGap
  | (SymbolFeed & { readonly kind: 'symbol' })
  | { readonly kind: 'state'; readonly state: FeedState; readonly reason: string };

/** Keeps what a feed tells, and lets a test wait for it. */
export class HeardFeed implements FeedListener {
  readonly heard: Heard[] = [];
  readonly #events = new EventEmitter();

  trade(trade: Trade): void {
    this.#hear(trade);
  }
  quote(quote: Quote): void {
    this.#hear(quote);
  }
  clock(tick: ClockTick): void {
    this.#hear(tick);
  }
  state(state: FeedState, reason: string): void {
    this.#hear({ kind: 'state', state, reason });
  }
  symbol(feed: SymbolFeed): void {
    this.#hear({ kind: 'symbol', ...feed });
  }
  missed(gap: FeedGap): void {
    this.#hear(gap);
  }

  /** when so many of a kind (from 1) have been heard: the last of them */
  async nth<K extends Heard['kind']>(kind: K, count: number): Promise<Extract<Heard, { kind: K }>> {
    for (;;) {
      const found = this.of(kind)[count - 1];
      if (found) return found;
      await once(this.#events, 'heard');
    }
  }

  of<K extends Heard['kind']>(kind: K): Extract<Heard, { kind: K }>[] {
    return this.heard.filter((one): one is Extract<Heard, { kind: K }> => one.kind === kind);
  }

  async until(state: FeedState): Promise<void> {
    while (this.of('state').at(-1)?.state !== state) await once(this.#events, 'heard');
  }

  /** when a symbol has come to a state: what was said then */
  async symbolIs(symbol: string, state: SymbolFeed['state']): Promise<SymbolFeed> {
    for (;;) {
      const last = this.of('symbol').findLast((one) => one.symbol === symbol);
      if (last?.state === state) return last;
      await once(this.#events, 'heard');
    }
  }

  #hear(one: Heard): void {
    this.heard.push(one);
    this.#events.emit('heard');
  }
}

/** A timer that runs when the test says so. */
export class HandTimer {
  readonly #actions = new Set<() => void>();
  readonly every = (_ms: number, action: () => void): (() => void) => {
    this.#actions.add(action);
    return () => this.#actions.delete(action);
  };
  run(): void {
    for (const action of this.#actions) action();
  }
}
