import type { OrderTerms } from '@sofi/domain';
import type { AnyTicket, SpreadOrder, Ticket } from './broker-order.js';
import { contractIn, DURATIONS, invalid, oneOf, priceIn, quantityIn, refused, symbolIn, tagIn, termsIn, type Form, type MarketView } from './form-fields.js';
import { linkedTicketOf } from './linked-form.js';
import { checkStop, checkTerms, durationIn, isExtended } from './order-terms.js';
import { OPTION_SIDES, SIDES } from './sides.js';
import { SPREAD_TYPES, spreadTicketOf } from './spread-form.js';

const CLASSES = ['equity', 'option', 'multileg', 'combo', 'oto', 'oco', 'otoco'] as const;

/** A form as it was sent → an order of any class. Throws a FormError with Tradier's answer. */
export function ticketOf(form: Form, market: MarketView): AnyTicket {
  const kind = oneOf(form, 'class', CLASSES);
  if (kind === 'multileg' || kind === 'combo') return spreadTicketOf(kind, form, market);
  if (kind === 'oto' || kind === 'oco' || kind === 'otoco') return linkedTicketOf(kind, form, market);
  const symbol = symbolIn(form, 'symbol', market);
  const contract = kind === 'option' ? contractIn(form, 'option_symbol', symbol, market) : undefined;
  const side = contract ? oneOf(form, 'side', OPTION_SIDES) : oneOf(form, 'side', SIDES);
  const quantity = quantityIn(form, 'quantity');
  const terms = termsIn(form);
  const duration = durationIn(form, { terms, optionSymbol: contract?.symbol }, market);
  const ticket = { symbol, optionSymbol: contract?.symbol, side, quantity, terms, duration, tag: tagIn(form) };
  checkTerms(ticket, market);
  checkStop(ticket, market);
  return ticket;
}

/** What is sent changes, the rest stays. */
export function amendmentOf(form: Form, order: Ticket & { readonly waits: boolean }, market: MarketView): Pick<Ticket, 'terms' | 'duration'> {
  const merged = new Map([['type', order.terms.type], ['duration', order.duration], ...priceFields(order.terms), ...[...form].filter(([, value]) => value !== '')]);
  const terms = termsIn(merged);
  const duration = oneOf(merged, 'duration', DURATIONS);
  if (duration !== order.duration && (isExtended(duration) || isExtended(order.duration))) throw invalid('duration');
  if (isExtended(duration) && terms.type !== 'limit') throw invalid('type');
  checkTerms({ ...order, terms, duration }, market);
  if (!order.waits) checkStop({ ...order, terms }, market);
  return { terms, duration };
}

export function spreadAmendmentOf(form: Form, order: SpreadOrder): Pick<SpreadOrder, 'type' | 'netPrice' | 'duration'> {
  const given = (name: string) => (form.get(name) ?? '') !== '';
  const type = given('type') ? oneOf(form, 'type', SPREAD_TYPES) : order.type;
  const duration = given('duration') ? oneOf(form, 'duration', ['day', 'gtc'] as const) : order.duration;
  if (type === 'market' && duration === 'gtc') throw refused('MarketOrderIsGtc');
  const priced = type === 'debit' || type === 'credit';
  const kept = given('price') || order.netPrice === undefined ? undefined : order.netPrice;
  return { type, duration, netPrice: priced ? (kept ?? priceIn(form, 'price')) : undefined };
}

function priceFields(terms: OrderTerms): [string, string][] {
  return [
    ...('limitPrice' in terms ? [['price', String(terms.limitPrice / 1e6)] as [string, string]] : []),
    ...('stopPrice' in terms ? [['stop', String(terms.stopPrice / 1e6)] as [string, string]] : []),
  ];
}
