import type { Price } from '@sofi/domain';
import type { AccountRules } from './account-rules.js';
import type { AnyTicket, SpreadTicket, Ticket } from './broker-order.js';
import { opens, securityOf, type Leg } from './instrument.js';
import { dayTradeRule, moneyRule, needOf, needOfDeals, NO_NEED, type MoneyView, type Need } from './money-rules.js';
import { refusal, type Refusal } from './refusals.js';
import { shortRule, sideRule, washRule, type PositionView } from './side-rules.js';

/** The account when an order arrives. */
export interface AccountView extends PositionView {
  readonly rules: AccountRules;
  readonly money: MoneyView;
  /** what one would pay, or get, for it now; undefined where nobody knows */
  priceOf(leg: Leg): Price | undefined;
  /** the last price of a security */
  lastOf(leg: Leg): Price | undefined;
}

/** The checks that the broker makes after it has said ok: why the order is rejected, undefined where it is not. Of linked orders those that work at once. */
export function refusalOf(ticket: AnyTicket, view: AccountView): Refusal | undefined {
  if ('legs' in ticket) return spreadRefusal(ticket, view);
  if (!('orders' in ticket)) return singleRefusal(ticket, view);
  const working = ticket.class === 'oco' ? ticket.orders : ticket.orders.slice(0, 1);
  return working.map((order) => singleRefusal(order, view)).find((found) => found !== undefined);
}

export function needOfTicket(ticket: Ticket | SpreadTicket, view: AccountView): Need {
  if (!('legs' in ticket)) return needOf(ticket, referenceOf(ticket, view), view.money);
  const deals = ticket.legs.flatMap((leg) => {
    const price = view.priceOf(leg);
    return price === undefined ? [] : [{ symbol: securityOf(leg), side: leg.side, quantity: leg.quantity, price }];
  });
  return deals.length === ticket.legs.length ? needOfDeals(deals, view.money) : NO_NEED;
}

function singleRefusal(ticket: Ticket, view: AccountView): Refusal | undefined {
  const isShares = ticket.optionSymbol === undefined;
  return (
    sideRule(ticket, view) ??
    shortRule(ticket, referenceOf(ticket, view), view) ??
    (view.rules.washRule ? washRule(ticket, view.orders) : undefined) ??
    dayTradeRule(opens(ticket.side), view.money) ??
    moneyRule(needOfTicket(ticket, view), isShares, view.money)
  );
}

function spreadRefusal(ticket: SpreadTicket, view: AccountView): Refusal | undefined {
  if (view.rules.kind === 'cash') return refusal('SpreadTradingDeniedForAccount');
  const sides = ticket.legs.map((leg) => sideRule(leg, view) ?? shortRule(leg, view.lastOf(leg), view));
  return (
    sides.find((found) => found !== undefined) ??
    dayTradeRule(
      ticket.legs.some(({ side }) => opens(side)),
      view.money,
    ) ??
    moneyRule(needOfTicket(ticket, view), false, view.money)
  );
}

function referenceOf(ticket: Ticket, view: AccountView): Price | undefined {
  return 'limitPrice' in ticket.terms ? ticket.terms.limitPrice : view.lastOf(ticket);
}
