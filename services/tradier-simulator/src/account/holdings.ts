import type { Cash, Price } from '@sofi/domain';
import { sign, worth, type AnySide, type Security } from './instrument.js';

/** Shares or contracts of one security. `quantity` and `costBasis` are negative where they were sold short; the cost is the whole one. */
export interface Holding {
  readonly id: number;
  readonly symbol: Security;
  readonly quantity: number;
  readonly costBasis: Cash;
  readonly acquired: number;
}

export interface Deal {
  readonly symbol: Security;
  readonly side: AnySide;
  readonly quantity: number;
  /** of one share */
  readonly price: Price;
  readonly time: number;
}

/** A position, or a part of it, that is no more. Profit = proceeds − cost, also where it was sold before it was bought. */
export interface Closing {
  readonly symbol: Security;
  readonly quantity: number;
  readonly opened: number;
  readonly closed: number;
  readonly cost: Cash;
  readonly proceeds: Cash;
}

export const OPENING_CASH = 100_000_000_000 as Cash;

/** Cash and what it was spent on, moved by deals alone. Nothing crosses zero in one deal: the broker refuses such orders. */
export class Holdings {
  readonly closings: Closing[] = [];
  private readonly held = new Map<Security, Holding>();
  private readonly openedOn = new Map<Security, string>();
  private readonly tradedInADay: string[] = [];
  private unsettled: { readonly amount: Cash; readonly settles: string }[] = [];
  private realised = { day: '', profit: 0 };
  private count = 0;

  constructor(public cash: Cash = OPENING_CASH) {}

  all(): Holding[] {
    return [...this.held.values()];
  }

  quantityOf(symbol: Security): number {
    return this.held.get(symbol)?.quantity ?? 0;
  }

  /** Profit taken on that New York day. */
  realisedOn(day: string): Cash {
    return (this.realised.day === day ? this.realised.profit : 0) as Cash;
  }

  /** Proceeds of sales that are not yet there on that day. */
  unsettledOn(day: string): Cash {
    return this.unsettled.reduce((sum, { amount, settles }) => (settles > day ? sum + amount : sum), 0) as Cash;
  }

  /** Positions opened and closed on one day, on any of these. */
  dayTradesOn(days: ReadonlySet<string>): number {
    return this.tradedInADay.filter((day) => days.has(day)).length;
  }

  /** `settles`: the day on which the proceeds of a sale are there. */
  book(deal: Deal, day: string, settles = day): void {
    const change = sign(deal.side) * deal.quantity;
    const paid = worth(deal.symbol, change, deal.price);
    this.cash = (this.cash - paid) as Cash;
    if (paid < 0) this.unsettled = [...this.unsettled.filter((each) => each.settles > day), { amount: (0 - paid) as Cash, settles }];
    const before = this.held.get(deal.symbol);
    if (before && Math.sign(before.quantity) !== Math.sign(change)) return this.reduce(before, change, paid, deal.time, day);
    this.openedOn.set(deal.symbol, day);
    if (!before) this.held.set(deal.symbol, { id: (this.count += 1), symbol: deal.symbol, quantity: change, costBasis: paid, acquired: deal.time });
    else this.held.set(deal.symbol, { ...before, quantity: before.quantity + change, costBasis: (before.costBasis + paid) as Cash });
  }

  /** The same positions and cash, to try something on. */
  copy(): Holdings {
    const copy = new Holdings(this.cash);
    for (const holding of this.held.values()) copy.held.set(holding.symbol, holding);
    return copy;
  }

  /** The cost of what leaves is its share of the whole cost. */
  private reduce(before: Holding, change: number, paid: Cash, time: number, day: string): void {
    const quantity = before.quantity + change;
    const released = quantity === 0 ? before.costBasis : (Math.round((before.costBasis * -change) / before.quantity) as Cash);
    this.realised = { day, profit: this.realisedOn(day) - paid - released };
    const [cost, proceeds] = before.quantity > 0 ? [released, (0 - paid) as Cash] : [paid, (0 - released) as Cash];
    this.closings.push({ symbol: before.symbol, quantity: Math.abs(change), opened: before.acquired, closed: time, cost, proceeds });
    if (this.openedOn.get(before.symbol) === day) {
      this.tradedInADay.push(day);
      this.openedOn.delete(before.symbol);
    }
    if (quantity === 0) this.held.delete(before.symbol);
    else this.held.set(before.symbol, { ...before, quantity, costBasis: (before.costBasis - released) as Cash });
  }
}
