import type { Duration, Side } from '../wire.js';
import { isBuying } from './order-words.js';

export const TICKET_TYPES = ['market', 'limit', 'stop', 'stop_limit'] as const;
export type TicketType = (typeof TICKET_TYPES)[number];

/** What a person has typed so far; texts, because half a number is no number yet. */
export interface TicketDraft {
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: string;
  readonly type: TicketType;
  readonly limitPrice: string;
  readonly stopPrice: string;
  readonly duration: Duration;
}

export interface TicketBody {
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: number;
  readonly type: TicketType;
  readonly limitPrice?: number;
  readonly stopPrice?: number;
  readonly duration: Duration;
}

export const needsLimit = (type: TicketType): boolean => type === 'limit' || type === 'stop_limit';
export const needsStop = (type: TicketType): boolean => type === 'stop' || type === 'stop_limit';

/** What keeps a draft from being sent, by field. */
export function draftErrors(draft: TicketDraft): Partial<Record<keyof TicketDraft, string>> {
  const quantity = Number(draft.quantity);
  return {
    ...(draft.quantity.trim() === '' || !Number.isInteger(quantity) || quantity < 1 ? { quantity: 'must be whole shares, at least 1' } : {}),
    ...(needsLimit(draft.type) && !isPrice(draft.limitPrice) ? { limitPrice: 'must be a price above 0' } : {}),
    ...(needsStop(draft.type) && !isPrice(draft.stopPrice) ? { stopPrice: 'must be a price above 0' } : {}),
  };
}

const isPrice = (text: string) => Number.isFinite(Number(text)) && Number(text) > 0;

/** The request; prices that the type has no use for stay behind, even if they were typed before the type changed. */
export function bodyOf(draft: TicketDraft): TicketBody {
  return {
    symbol: draft.symbol,
    side: draft.side,
    quantity: Number(draft.quantity),
    type: draft.type,
    ...(needsLimit(draft.type) ? { limitPrice: Number(draft.limitPrice) } : {}),
    ...(needsStop(draft.type) ? { stopPrice: Number(draft.stopPrice) } : {}),
    duration: draft.duration,
  };
}

/** What the order would cost or bring about now: at its own price where it has one, else at the side of the book that it would meet. */
export function estimatedTotal(draft: TicketDraft, book: { bid: number | null; ask: number | null; last: number | null }): number | undefined {
  const price = needsLimit(draft.type) ? Number(draft.limitPrice) : needsStop(draft.type) ? Number(draft.stopPrice) : ((isBuying(draft.side) ? book.ask : book.bid) ?? book.last);
  const total = Number(draft.quantity) * (price ?? Number.NaN);
  return Number.isFinite(total) && total > 0 ? total : undefined;
}
