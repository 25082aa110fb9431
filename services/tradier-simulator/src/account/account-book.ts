import { dateOf, type Cash, type EquitySymbol, type Price, type SessionCalendar } from '@sofi/domain';
import { expiryTime, intrinsicValue, optionQuote, parseOcc, type OptionContract } from '../market/option-model.js';
import type { AccountRules } from './account-rules.js';
import { isWorking, type BrokerOrder } from './broker-order.js';
import { figuresOf, type AccountFigures } from './figures.js';
import { Holdings, type Deal } from './holdings.js';
import { isOption, type Security } from './instrument.js';
import { NO_NEED, type MoneyView, type Need } from './money-rules.js';

/** `expired`: by the option's end, not by an order */
export type BookedDeal = Deal & { readonly orderId: number; readonly expired: boolean };

const DAY_TRADE_SESSIONS = 5;

/** The account apart from its orders' lives: what is held, what it is worth, and what working orders have taken of it already. */
export class AccountBook {
  readonly holdings: Holdings;
  readonly deals: BookedDeal[] = [];
  private readonly needs = new Map<number, Need>();

  /** `spot`: the last price of a share by that time */
  constructor(
    readonly rules: AccountRules,
    private readonly calendar: SessionCalendar,
    private readonly spot: (symbol: EquitySymbol, time: number) => Price | undefined,
  ) {
    this.holdings = new Holdings(rules.openingCash);
  }

  /** Proceeds settle with the next session. */
  book(deal: BookedDeal): void {
    const day = dateOf(deal.time);
    this.holdings.book(deal, day, this.calendar.next(deal.time)?.date ?? day);
    this.deals.push(deal);
  }

  /** What is left of an option at its end is settled in cash at what it is worth; Tradier would exercise and assign. */
  settleExpired(contract: OptionContract): void {
    const time = expiryTime(contract);
    const quantity = this.holdings.quantityOf(contract.symbol);
    if (quantity === 0) return;
    const price = intrinsicValue(contract, this.spot(contract.underlying, time) ?? contract.strike);
    this.book({ orderId: 0, symbol: contract.symbol, side: quantity > 0 ? 'sell_to_close' : 'buy_to_close', quantity: Math.abs(quantity), price, time, expired: true });
  }

  reserve(id: number, need: Need): void {
    this.needs.set(id, need);
  }

  figures(time: number, holdings = this.holdings): AccountFigures {
    return figuresOf(holdings, (security) => this.mark(security, time), dateOf(time));
  }

  mark(security: Security, time: number): Price | undefined {
    return markOf(security, (symbol) => this.spot(symbol, time), time);
  }

  /** What working orders will pay when they are filled. */
  pendingCash(orders: Iterable<BrokerOrder>): Cash {
    return this.reserved(orders, ({ cash }) => cash) as Cash;
  }

  money(time: number, orders: Iterable<BrokerOrder>): MoneyView {
    const figures = this.figures(time);
    return {
      rules: this.rules,
      figures,
      unsettled: this.holdings.unsettledOn(dateOf(time)),
      reserved: this.reserved(orders, ({ power }) => power),
      dayTrades: this.dayTrades(time),
      roomAfter: (deals) => {
        const tried = this.holdings.copy();
        for (const deal of deals) tried.book({ ...deal, time }, dateOf(time));
        return this.figures(time, tried).room;
      },
    };
  }

  dayTrades(time: number): number {
    const days = new Set<string>();
    for (let session = this.calendar.latest(time); session && days.size < DAY_TRADE_SESSIONS; session = this.calendar.latest(session.open - 1)) days.add(session.date);
    return this.holdings.dayTradesOn(days);
  }

  private reserved(orders: Iterable<BrokerOrder>, part: (need: Need) => number): number {
    let sum = 0;
    for (const order of orders) if (isWorking(order)) sum += part(this.needs.get(order.id) ?? NO_NEED) * openShare(order);
    return Math.round(sum);
  }
}

function openShare(order: BrokerOrder): number {
  return order.kind === 'single' ? 1 - order.filledQuantity / order.quantity : 1;
}

/** What one of the security is worth by then, with its share at `spot`; an option that has ended is worth what it ended with. */
export function markOf(security: Security, spot: (symbol: EquitySymbol) => Price | undefined, time: number): Price | undefined {
  if (!isOption(security)) return spot(security as EquitySymbol);
  const contract = parseOcc(security);
  const price = contract && spot(contract.underlying);
  if (!contract || price === undefined) return undefined;
  return optionQuote(contract, price, time)?.last ?? intrinsicValue(contract, price);
}
