import { direction, notional, type Cash, type EquitySymbol, type Price, type Side } from '@sofi/domain';

/** Shares of one symbol. `quantity` and `costBasis` are negative where they were sold short. */
export interface Holding {
  readonly id: number;
  readonly symbol: EquitySymbol;
  readonly quantity: number;
  readonly costBasis: Cash;
  readonly acquired: number;
}

export interface Deal {
  readonly symbol: EquitySymbol;
  readonly side: Side;
  readonly quantity: number;
  readonly price: Price;
  readonly time: number;
}

export const OPENING_CASH = 100_000_000_000 as Cash;

/** Cash and shares, moved by deals alone. Nothing crosses zero in one deal: the broker refuses such orders. */
export class Holdings {
  cash: Cash = OPENING_CASH;
  private realised = { day: '', profit: 0 };
  private readonly held = new Map<EquitySymbol, Holding>();
  private count = 0;

  all(): Holding[] {
    return [...this.held.values()];
  }

  quantityOf(symbol: EquitySymbol): number {
    return this.held.get(symbol)?.quantity ?? 0;
  }

  /** Profit taken on that New York day. */
  realisedOn(day: string): Cash {
    return (this.realised.day === day ? this.realised.profit : 0) as Cash;
  }

  book(deal: Deal, day: string): void {
    const change = direction(deal.side) * deal.quantity;
    const paid = notional(change, deal.price);
    this.cash = (this.cash - paid) as Cash;
    const before = this.held.get(deal.symbol);
    if (!before) {
      this.held.set(deal.symbol, { id: (this.count += 1), symbol: deal.symbol, quantity: change, costBasis: paid, acquired: deal.time });
    } else if (Math.sign(before.quantity) === Math.sign(change)) {
      this.held.set(deal.symbol, { ...before, quantity: before.quantity + change, costBasis: (before.costBasis + paid) as Cash });
    } else {
      this.reduce(before, change, paid, day);
    }
  }

  /** The cost of what leaves is its share of the whole cost. */
  private reduce(before: Holding, change: number, paid: Cash, day: string): void {
    const quantity = before.quantity + change;
    const released = quantity === 0 ? before.costBasis : Math.round((before.costBasis * -change) / before.quantity);
    this.realised = { day, profit: this.realisedOn(day) - paid - released };
    if (quantity === 0) this.held.delete(before.symbol);
    else this.held.set(before.symbol, { ...before, quantity, costBasis: (before.costBasis - released) as Cash });
  }
}
