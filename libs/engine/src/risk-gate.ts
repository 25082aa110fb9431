import type { OrderRequest, SessionCalendar } from '@sofi/domain';
import type { DeskState } from './desk-state.js';
import type { FeedTrust } from './feed-trust.js';
import { bookOfRequest, draftOf, type Draft } from './order-draft.js';
import { opens } from './order-records.js';
import { CLOSING_RULES, OPENING_RULES, type AccountLimits, type Asked } from './risk-rules.js';
import { sharesFor } from './sizing.js';

export interface GateOptions {
  readonly calendar: SessionCalendar;
  readonly feed: FeedTrust;
  /** 2 for a margin account, 1 for a cash account */
  readonly leverage: number;
  readonly limits?: AccountLimits;
}

export interface Refusal {
  readonly rule: string;
  readonly reason: string;
}

/** A wish sized into an order. */
export function sized(request: OrderRequest, state: DeskState, leverage: number): Draft {
  const lastPrice = state.ledger.lastPrice(request.symbol);
  if (request.kind === 'ticket') return draftOf(request, request.side, request.quantity, lastPrice);
  if (request.kind === 'entry') return draftOf(request, 'buy', sharesFor(state.buyingPower(leverage), request.risk.positionSizePct, request.referencePrice), lastPrice);
  const [side, quantity] = state.wayOut(request.strategyId, request.symbol);
  return draftOf(request, side, quantity, lastPrice);
}

/** The first rule that stands in the way; undefined where none does. */
export function refusalOf(
  request: OrderRequest,
  { order, referencePrice }: Draft,
  state: DeskState,
  { calendar, feed, leverage, limits = {} }: GateOptions,
  time: number,
): Refusal | undefined {
  const { ledger, records, day } = state;
  const book = bookOfRequest(request);
  const buyingPower = state.buyingPower(leverage);
  const asked: Asked = {
    request,
    order,
    book,
    referencePrice,
    buyingPower,
    time,
    ledger,
    records,
    day,
    calendar,
    feed,
    limits,
    entriesInSymbol: state.entriesIn(book, order.symbol),
  };
  for (const { name: rule, check } of opens(order.side) ? OPENING_RULES : CLOSING_RULES) {
    const reason = check(asked);
    if (reason !== undefined) return { rule, reason };
  }
  return undefined;
}
