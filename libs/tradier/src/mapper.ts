import {
  cash,
  equitySymbol,
  ORDER_ID_PATTERN,
  price,
  RuleError,
  type AccountBalances,
  type BrokerOrderId,
  type BrokerPosition,
  type DaySnapshot,
  type EquitySymbol,
  type OrderId,
  type OrderReport,
  type Price,
} from '@sofi/domain';
import type { WireBalances, WirePosition } from './wire/accounts.js';
import type { WireLeg } from './wire/orders.js';
import type { WireQuote } from './wire/quotes.js';

/** Quotes count shares in hundreds. */
export const SHARES_PER_LOT = 100;

const STATUSES: Readonly<Record<string, OrderReport['status']>> = {
  pending: 'pending',
  open: 'working',
  partially_filled: 'working',
  pending_cancel: 'working',
  held: 'working',
  calculated: 'working',
  accepted_for_bidding: 'working',
  filled: 'filled',
  canceled: 'cancelled',
  expired: 'expired',
  rejected: 'rejected',
  error: 'rejected',
};

/** An unknown status counts as working: then it is asked for again. */
export function statusOf(wire: string): OrderReport['status'] {
  return STATUSES[wire] ?? 'working';
}

/** Undefined for what is no order in shares (options, spreads): it can not be told in these terms. */
export function toOrderReport(wire: WireLeg): OrderReport | undefined {
  const symbol = wire.class === 'equity' ? equityOrNone(wire.symbol) : undefined;
  if (symbol === undefined) return undefined;
  const tagged = wire.tag !== undefined && wire.tag !== null && ORDER_ID_PATTERN.test(wire.tag);
  return {
    brokerOrderId: wire.id as BrokerOrderId,
    ...(tagged ? { orderId: wire.tag as OrderId } : {}),
    symbol,
    ...execution(wire),
    lastFillPrice: price(wire.last_fill_price),
    ...(wire.reason_description ? { reason: wire.reason_description } : {}),
    time: wire.transaction_date ?? wire.create_date ?? 0,
  };
}

function execution(wire: WireLeg): Pick<OrderReport, 'status' | 'filledQuantity' | 'averageFillPrice'> {
  const status = statusOf(wire.status);
  const average = averageFillPrice(wire);
  // "filled" may show before the price does: until then nothing is told, so that no fill is booked at 0
  if (average === undefined) return { status: 'working', filledQuantity: 0, averageFillPrice: price(0) };
  return { status, filledQuantity: wire.exec_quantity, averageFillPrice: average };
}

function averageFillPrice(wire: WireLeg): Price | undefined {
  const incomplete = wire.status === 'filled' && wire.exec_quantity < wire.quantity;
  if (incomplete) return undefined;
  if (wire.exec_quantity === 0 || wire.avg_fill_price > 0) return price(wire.avg_fill_price);
  return wire.last_fill_quantity === wire.exec_quantity && wire.last_fill_price > 0 ? price(wire.last_fill_price) : undefined;
}

/** Undefined for options. */
export function toPosition(wire: WirePosition): BrokerPosition | undefined {
  const symbol = equityOrNone(wire.symbol);
  return symbol && { symbol, netQuantity: wire.quantity, costBasis: cash(wire.cost_basis) };
}

export function toBalances(wire: WireBalances): AccountBalances {
  return {
    account: wire.account_number,
    totalCash: cash(wire.total_cash),
    equity: cash(wire.total_equity),
    marketValue: cash(wire.market_value),
    stockBuyingPower: cash(stockBuyingPower(wire)),
    leverage: wire.account_type === 'cash' ? 1 : 2,
    openProfit: cash(wire.open_pl),
    closedProfit: cash(wire.close_pl),
  };
}

function stockBuyingPower(wire: WireBalances): number {
  const told = {
    margin: wire.margin?.stock_buying_power,
    pdt: wire.pdt?.stock_buying_power,
    cash: wire.cash?.cash_available,
  };
  const named = Object.entries(told).find(([type]) => type === wire.account_type)?.[1];
  if (named === undefined) throw new RuleError('account_type', wire.account_type, 'comes without its buying power');
  return named;
}

/** Undefined for what is not traded in shares (options, indices with odd names). */
export function toSnapshot(wire: WireQuote): DaySnapshot | undefined {
  const symbol = equityOrNone(wire.symbol);
  if (symbol === undefined) return undefined;
  return {
    symbol,
    description: wire.description ?? '',
    last: priceOrNull(wire.last),
    bid: priceOrNull(wire.bid),
    bidSize: Math.round(wire.bidsize * SHARES_PER_LOT),
    ask: priceOrNull(wire.ask),
    askSize: Math.round(wire.asksize * SHARES_PER_LOT),
    open: priceOrNull(wire.open),
    high: priceOrNull(wire.high),
    low: priceOrNull(wire.low),
    previousClose: priceOrNull(wire.prevclose),
    volume: wire.volume,
    time: Math.max(wire.trade_date, wire.bid_date, wire.ask_date),
  };
}

/** A price of 0 is Tradier's way to say that there has been none. */
function priceOrNull(amount: number | null): Price | null {
  return amount === null || amount === 0 ? null : price(amount);
}

function equityOrNone(text: string | undefined): EquitySymbol | undefined {
  try {
    return text === undefined ? undefined : equitySymbol(text);
  } catch (error) {
    if (error instanceof RuleError) return undefined;
    throw error;
  }
}
