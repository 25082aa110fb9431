import { bookOf, type EntryWish, type GuardDistances, type Order, type OrderRequest, type OrderView, type Origin, type Price, type RoundTrip, type Side } from '@sofi/domain';

/** A wish made into an order, not yet judged. */
export interface Draft {
  readonly order: Order;
  readonly reason: string;
  /** what a share is taken to cost; undefined where nothing is known */
  readonly referencePrice: Price | undefined;
  readonly guards: GuardDistances;
}

export function bookOfRequest(request: OrderRequest): string {
  return bookOf(originOf(request));
}

/** The request in full; side and quantity come from sizing and from what is held. */
export function draftOf(request: OrderRequest, side: Side, quantity: number, lastPrice: Price | undefined): Draft {
  const { id, account, symbol } = request;
  const named = { id, account, symbol, side, quantity, origin: originOf(request) };
  if (request.kind === 'ticket') {
    const { terms, duration, user } = request;
    return { order: { ...named, ...terms, duration }, reason: `ticket of ${user}`, referencePrice: ticketPrice(request, lastPrice), guards: {} };
  }
  const { reason, referencePrice } = request;
  return { order: { ...named, type: 'market', duration: 'day' }, reason, referencePrice, guards: request.kind === 'entry' ? distances(request) : {} };
}

/** Why a position that this order reduces was left. */
export function exitReasonOf(origin: Origin): RoundTrip['exitReason'] {
  if (origin.kind === 'person') return 'manual';
  return origin.kind === 'guard' ? origin.intent : 'signal';
}

/** The distances that the order was approved with. */
export function distancesOf({ events: [first] }: OrderView): GuardDistances {
  if (first?.type !== 'approved') return {};
  const { stopLossPct, takeProfitPct } = first;
  return { ...(stopLossPct === undefined ? {} : { stopLossPct }), ...(takeProfitPct === undefined ? {} : { takeProfitPct }) };
}

function originOf(request: OrderRequest): Origin {
  if (request.kind === 'ticket') return { kind: 'person', user: request.user };
  return { kind: 'strategy', strategyId: request.strategyId, intent: request.kind === 'entry' ? 'enter' : 'exit' };
}

function distances({ risk }: EntryWish): GuardDistances {
  return { stopLossPct: risk.stopLossPct, takeProfitPct: risk.takeProfitPct };
}

function ticketPrice({ terms }: Extract<OrderRequest, { kind: 'ticket' }>, lastPrice: Price | undefined): Price | undefined {
  if ('limitPrice' in terms) return terms.limitPrice;
  return 'stopPrice' in terms ? terms.stopPrice : lastPrice;
}
