import type { OrderEvent, Side } from '../wire.js';
import { money, shares } from './money-format.js';

export type StateTone = 'good' | 'bad' | 'busy' | 'doubt' | 'quiet';
interface StateWords {
  readonly label: string;
  readonly tone: StateTone;
  /** nothing more will happen to it */
  readonly final: boolean;
  /** a cancel makes sense */
  readonly cancellable: boolean;
}

const busy = { tone: 'busy', final: false, cancellable: true } as const;
const WORDS: Readonly<Record<string, StateWords>> = {
  approved: { label: 'Approved', ...busy, cancellable: false },
  refused: { label: 'Refused by risk gate', tone: 'bad', final: true, cancellable: false },
  submitting: { label: 'Sending', ...busy, cancellable: false },
  unknown: { label: 'Outcome unknown', tone: 'doubt', final: false, cancellable: false },
  accepted: { label: 'Working', ...busy },
  partially_filled: { label: 'Partly filled', ...busy },
  cancelling: { label: 'Cancelling', tone: 'busy', final: false, cancellable: false },
  filled: { label: 'Filled', tone: 'good', final: true, cancellable: false },
  cancelled: { label: 'Cancelled', tone: 'quiet', final: true, cancellable: false },
  rejected: { label: 'Rejected by broker', tone: 'bad', final: true, cancellable: false },
  expired: { label: 'Expired', tone: 'quiet', final: true, cancellable: false },
  not_sent: { label: 'Not sent', tone: 'quiet', final: true, cancellable: false },
};

/** A state that this page does not know yet is shown as it came. */
export function stateWords(state: string): StateWords {
  return WORDS[state] ?? { label: state.replaceAll('_', ' '), tone: 'quiet', final: false, cancellable: false };
}

const SIDES: Readonly<Record<Side, string>> = { buy: 'Buy', sell: 'Sell', sell_short: 'Sell short', buy_to_cover: 'Buy to cover' };
export const sideWord = (side: Side): string => SIDES[side];
export const isBuying = (side: Side): boolean => side === 'buy' || side === 'buy_to_cover';

interface Terms {
  readonly type: string;
  readonly limitPrice?: number | null;
  readonly stopPrice?: number | null;
}
/** `Market`, `Limit $10.00`, `Stop $9.50`, `Stop $9.50 limit $9.40` */
export function termsWords(terms: Terms): string {
  if (terms.type === 'limit') return `Limit ${money(terms.limitPrice)}`;
  if (terms.type === 'stop') return `Stop ${money(terms.stopPrice)}`;
  if (terms.type === 'stop_limit') return `Stop ${money(terms.stopPrice)} limit ${money(terms.limitPrice)}`;
  return terms.type.charAt(0).toUpperCase() + terms.type.slice(1);
}

/** `person:admin` → `admin`; `strategy:12 enter` → `strategy 12, entry`; others as they came. */
export function originWords(origin: string, nameOf: (strategyId: string) => string | undefined = () => undefined): string {
  const [kind, rest = ''] = split(origin, ':');
  if (kind === 'person') return rest;
  const [id, intent = ''] = split(rest, ' ');
  const name = nameOf(id) ?? `strategy ${id}`;
  if (kind === 'strategy') return `${name} · ${intent === 'enter' ? 'entry' : intent}`;
  return kind === 'guard' ? `${name} · ${intent} guard` : origin;
}

function split(text: string, by: string): [string, string | undefined] {
  const at = text.indexOf(by);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

interface EventWords {
  readonly title: string;
  readonly detail: string;
  readonly tone: StateTone;
}

/** One step of an order's life, in words. */
export function eventWords(event: OrderEvent): EventWords {
  switch (event.type) {
    case 'approved':
      return { title: 'Approved by the risk gate', detail: event.reason, tone: 'busy' };
    case 'refused':
      return { title: `Refused by the risk gate (${event.rule})`, detail: event.reason, tone: 'bad' };
    case 'submitted':
      return { title: 'Sent to the broker', detail: 'stored first, sent once', tone: 'busy' };
    case 'accepted':
      return { title: 'Accepted by the broker', detail: `broker order ${event.brokerOrderId}`, tone: 'busy' };
    case 'outcome_unknown':
      return { title: 'Outcome unknown, being looked up', detail: event.reason, tone: 'doubt' };
    case 'proven_absent':
      return { title: 'Never reached the broker', detail: event.reason, tone: 'quiet' };
    case 'filled':
      return {
        title: `${event.complete ? 'Filled' : 'Partly filled'}: ${shares(event.fill.quantity)} at ${money(event.fill.price)}`,
        detail: `${shares(event.cumulativeQuantity)} in total`,
        tone: 'good',
      };
    case 'cancel_requested':
      return { title: 'Cancel requested', detail: event.reason, tone: 'busy' };
    case 'cancel_failed':
      return { title: 'Cancel failed', detail: event.reason, tone: 'doubt' };
    case 'cancelled':
      return { title: 'Cancelled', detail: event.reason, tone: 'quiet' };
    case 'rejected':
      return { title: 'Rejected by the broker', detail: event.reason, tone: 'bad' };
    case 'expired':
      return { title: 'Expired', detail: event.reason, tone: 'quiet' };
  }
}

export const ORDER_FILTERS = ['all', 'working', 'filled', 'ended', 'refused'] as const;
export type OrderFilter = (typeof ORDER_FILTERS)[number];

/** Which drawer of the blotter an order lies in. */
export function matchesFilter(state: string, filter: OrderFilter): boolean {
  if (filter === 'all') return true;
  if (filter === 'working') return !stateWords(state).final;
  if (filter === 'filled') return state === 'filled';
  if (filter === 'refused') return state === 'refused' || state === 'rejected';
  return state === 'cancelled' || state === 'expired' || state === 'not_sent';
}
