import type { Fill } from './fill.js';
import { direction } from './order.js';
import { flatPosition, foldFill, type Closing, type GuardDistances } from './position-fold.js';
import type { Position } from './position.js';
import { notional, type Cash, type Price } from './price.js';
import type { RoundTrip } from './round-trip.js';
import type { EquitySymbol } from './symbol.js';

/** What the order behind a fill knows and the fill does not. */
export interface FillPurpose {
  readonly exitReason: RoundTrip['exitReason'];
  readonly guards?: GuardDistances;
}

/**
 * The money of one account: opening cash and fills, nothing else. Each fill counts once.
 * At every moment: cash + cost of what is open − realised profit = opening cash.
 */
export class Ledger {
  private readonly counted = new Set<string>();
  private readonly byKey = new Map<string, Position>();
  private readonly trips: RoundTrip[] = [];
  private readonly marks = new Map<EquitySymbol, { price: Price; time: number }>();
  private money: number;

  constructor(opening: Cash) {
    this.money = opening;
  }

  get cash(): Cash {
    return this.money as Cash;
  }

  /** The position after the fill; undefined where the fill was counted before. */
  apply(fill: Fill, purpose: FillPurpose): Position | undefined {
    if (this.counted.has(fill.id)) return undefined;
    this.counted.add(fill.id);
    this.money -= notional(direction(fill.side) * fill.quantity, fill.price) + fill.fees;
    const { position, closing } = foldFill(this.position(fill.book, fill.symbol) ?? flatPosition(fill), fill, purpose.guards);
    this.byKey.set(key(fill.book, fill.symbol), position);
    if (closing) this.trips.push(roundTrip(fill, closing, purpose));
    // until the market says something newer, the fill is the last known price
    this.mark(fill.symbol, fill.price, fill.time);
    return position;
  }

  /** The last known price of a symbol; an older one than the known is ignored. */
  mark(symbol: EquitySymbol, price: Price, time: number): void {
    const known = this.marks.get(symbol);
    if (!known || known.time <= time) this.marks.set(symbol, { price, time });
  }

  lastPrice(symbol: EquitySymbol): Price | undefined {
    return this.marks.get(symbol)?.price;
  }

  /** Undefined where the book has never held the symbol. */
  position(book: string, symbol: EquitySymbol): Position | undefined {
    return this.byKey.get(key(book, symbol));
  }

  /** Every book and symbol that has ever been held, flat ones too. */
  positions(): Position[] {
    return [...this.byKey.values()];
  }

  roundTrips(): readonly RoundTrip[] {
    return this.trips;
  }

  /** ms of the last fill that closed something of this book and symbol */
  lastExit(book: string, symbol: EquitySymbol): number | undefined {
    return this.trips.findLast((trip) => trip.book === book && trip.symbol === symbol)?.exitTime;
  }

  /** Signed: what is short counts against what is long. */
  marketValue(): Cash {
    return this.sum((position) => this.valueOf(position));
  }

  /** What is long and what is short, added without their signs. */
  grossMarketValue(): Cash {
    return this.sum((position) => Math.abs(this.valueOf(position)));
  }

  openProfit(book?: string): Cash {
    return this.sum((position) => this.valueOf(position) - position.costBasis, book);
  }

  realisedProfit(book?: string): Cash {
    return this.sum((position) => position.realisedProfit, book);
  }

  equity(): Cash {
    return (this.money + this.marketValue()) as Cash;
  }

  private valueOf(position: Position): number {
    if (position.netQuantity === 0) return 0;
    return notional(position.netQuantity, this.lastPrice(position.symbol) ?? position.averagePrice);
  }

  private sum(amount: (position: Position) => number, book?: string): Cash {
    let total = 0;
    for (const position of this.byKey.values()) if (book === undefined || position.book === book) total += amount(position);
    return total as Cash;
  }
}

function key(book: string, symbol: EquitySymbol): string {
  return `${book} ${symbol}`;
}

function roundTrip(fill: Fill, closing: Closing, purpose: FillPurpose): RoundTrip {
  const { id, account, book, symbol, price: exitPrice, time: exitTime } = fill;
  return { id, account, book, symbol, ...closing, exitPrice, exitTime, exitReason: purpose.exitReason };
}
