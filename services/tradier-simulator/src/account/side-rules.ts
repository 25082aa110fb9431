import { notional, type Cash, type EquitySymbol, type Price, type Side } from '@sofi/domain';
import { isWorking, type BrokerOrder, type Ticket } from './broker-order.js';

/** What the rules look at when an order arrives. */
export interface AccountView {
  readonly quantity: number;
  readonly orders: Iterable<BrokerOrder>;
  readonly buyingPower: Cash;
  /** the limit, or the last price; undefined where nothing has been traded yet */
  readonly reference: Price | undefined;
}

const CLOSING = 'please check open orders.';
const REVIEW = 'please review current position quantity along with open orders for security.';
const CHEAPEST_SHORT = 5_000_000;

/** The checks that the broker makes after it has said ok: the reason for a rejection, in Tradier's own words; undefined where there is none. */
export function rejectionOf(ticket: Ticket, view: AccountView): string | undefined {
  return sideRule(ticket, view) ?? moneyRule(ticket, view);
}

function sideRule({ symbol, side, quantity }: Ticket, view: AccountView): string | undefined {
  const free = Math.abs(view.quantity) - working(view.orders, symbol, side);
  switch (side) {
    case 'buy':
      return view.quantity < 0 ? 'Buy order cannot be placed to cover short position, order must be placed as a Buy to Cover' : undefined;
    case 'sell':
      if (view.quantity <= 0) return `Sell order cannot be placed unless you are closing a long position, ${CLOSING}`;
      return quantity > free ? `Sell order is for more shares than your current long position, ${REVIEW}` : undefined;
    case 'buy_to_cover':
      if (view.quantity >= 0) return `Buy To Cover order cannot be placed unless closing a short position, ${CLOSING}`;
      return quantity > free ? `Buy order is for more shares than your current short position, ${REVIEW}` : undefined;
    case 'sell_short':
      if (view.quantity > 0) return `Sell short order cannot be placed while you have a current long position, ${CLOSING}`;
      return view.reference !== undefined && view.reference < CHEAPEST_SHORT ? 'Sell Short order cannot be placed for stock priced below $5' : undefined;
  }
}

function moneyRule({ side, quantity }: Ticket, { reference, buyingPower }: AccountView): string | undefined {
  if (side === 'sell' || side === 'buy_to_cover' || reference === undefined) return undefined;
  return notional(quantity, reference) > buyingPower ? 'You do not have enough buying power for this trade.' : undefined;
}

function working(orders: Iterable<BrokerOrder>, symbol: EquitySymbol, side: Side): number {
  let quantity = 0;
  for (const order of orders) if (isWorking(order) && order.symbol === symbol && order.side === side) quantity += order.quantity;
  return quantity;
}
