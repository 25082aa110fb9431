import type { EquitySymbol, Price } from '@sofi/domain';
import { isEasyToBorrow } from '../market/easy-to-borrow.js';
import type { AccountRules } from './account-rules.js';
import { isWorking, remaining, type BrokerOrder, type SingleOrder, type SpreadLeg } from './broker-order.js';
import { securityOf, sign, type AnySide, type Leg, type Security } from './instrument.js';
import { refusal, type Refusal, type RefusalCode } from './refusals.js';

/** What the side of an order is checked against. */
export interface PositionView {
  readonly rules: Pick<AccountRules, 'kind'>;
  quantityOf(security: Security): number;
  readonly orders: Iterable<BrokerOrder>;
}

const CHEAPEST_SHORT = 5_000_000;

/** What a closing order needs to find, and what it is told where it finds nothing or too little. */
const CLOSES: Partial<Record<AnySide, { position: 1 | -1; nothing: RefusalCode; tooLittle: RefusalCode }>> = {
  sell: { position: 1, nothing: 'UnexpectedSellOrder', tooLittle: 'LongPositionCrossZero' },
  buy_to_cover: { position: -1, nothing: 'UnexpectedBuyToCoverOrder', tooLittle: 'ShortPositionCrossZero' },
  sell_to_close: { position: 1, nothing: 'UnexpectedSellOrderOption', tooLittle: 'LongPositionCrossZero' },
  buy_to_close: { position: -1, nothing: 'UnexpectedBuyToCoverOrderOption', tooLittle: 'ShortPositionCrossZero' },
};

/** An opening order may not find a position of the other sign. */
const OPENS: Partial<Record<AnySide, RefusalCode>> = {
  buy: 'UnexpectedBuyOrder',
  sell_short: 'UnexpectedSellShortOrder',
  buy_to_open: 'UnexpectedBuyOrderOption',
  sell_to_open: 'UnexpectedSellShortOrderOption',
};

/** Whether the position and the working orders allow this side: no order may cross zero. */
export function sideRule(leg: Leg, view: PositionView): Refusal | undefined {
  const held = view.quantityOf(securityOf(leg));
  const closes = CLOSES[leg.side];
  if (closes) {
    if (held * closes.position <= 0) return refusal(closes.nothing);
    return leg.quantity > Math.abs(held) - committed(view.orders, leg) ? refusal(closes.tooLittle) : undefined;
  }
  const wrong = OPENS[leg.side];
  return wrong !== undefined && held * sign(leg.side) < 0 ? refusal(wrong) : undefined;
}

/** `reference`: the limit, or the last price; undefined where nothing has been traded yet. */
export function shortRule({ symbol, side }: Leg, reference: Price | undefined, { rules }: PositionView): Refusal | undefined {
  if (side === 'sell_to_open') return rules.kind === 'cash' ? refusal('ShortOptionTradingDeniedForAccount') : undefined;
  if (side !== 'sell_short') return undefined;
  if (rules.kind === 'cash') return refusal('ShortStockTradingDeniedForAccount');
  if (!isEasyToBorrow(symbol)) return refusal('ShortTradingDeniedForSecurity');
  return reference !== undefined && reference < CHEAPEST_SHORT ? refusal('SellShortOrderLastPriceBelow5') : undefined;
}

/** Trading with oneself: a market order against any other of the account's, and two orders at one price. */
export function washRule(ticket: Leg & Pick<SingleOrder, 'terms'>, orders: Iterable<BrokerOrder>): Refusal | undefined {
  for (const order of orders) {
    if (order.kind !== 'single' || order.waits || !isWorking(order) || securityOf(order) !== securityOf(ticket) || sign(order.side) === sign(ticket.side)) continue;
    if (order.terms.type === 'market' || ticket.terms.type === 'market') return refusal('OrderWithDifferentSide');
    if (limitOf(order) !== undefined && limitOf(order) === limitOf(ticket)) return refusal('WashTradeAttempt');
  }
  return undefined;
}

function limitOf({ terms }: Pick<SingleOrder, 'terms'>): Price | undefined {
  return 'limitPrice' in terms ? terms.limitPrice : undefined;
}

/** What working orders of the same side will take away; of a pair of which one cancels the other, only one can. */
function committed(orders: Iterable<BrokerOrder>, leg: { symbol: EquitySymbol; side: AnySide; optionSymbol?: string | undefined }): number {
  const byGroup = new Map<number, number>();
  for (const order of orders) {
    if (!isLeg(order) || !isWorking(order) || order.side !== leg.side || securityOf(order) !== securityOf(leg)) continue;
    if (order.kind === 'single' && order.waits) continue;
    const group = order.kind === 'single' && order.parentId !== undefined ? order.parentId : order.id;
    byGroup.set(group, Math.max(byGroup.get(group) ?? 0, remaining(order)));
  }
  return [...byGroup.values()].reduce((sum, quantity) => sum + quantity, 0);
}

function isLeg(order: BrokerOrder): order is SingleOrder | SpreadLeg {
  return order.kind === 'single' || order.kind === 'leg';
}
