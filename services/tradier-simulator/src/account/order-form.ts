import { equitySymbol, price, type Duration, type EquitySymbol, type OrderTerms, type Price, type Quote, type Session, type Side } from '@sofi/domain';
import type { Ticket } from './broker-order.js';

/** text: 400 with a plain sentence · refused: 200 with `errors`, as Tradier answers what its order system refuses at once */
export type FormProblem = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'refused'; readonly message: string; readonly code: string };

/** What a form is checked against. */
export interface MarketView {
  lists(symbol: EquitySymbol): boolean;
  quote(symbol: EquitySymbol): Quote | undefined;
  last(symbol: EquitySymbol): Price | undefined;
  /** of today, where there is one */
  readonly session: Session | undefined;
  readonly now: number;
}

export type Form = ReadonlyMap<string, string>;

const SIDES: readonly Side[] = ['buy', 'buy_to_cover', 'sell', 'sell_short'];
const DURATIONS: readonly Duration[] = ['day', 'gtc', 'pre', 'post'];
const MOST_SHARES = 10_000_000;

export class FormError extends Error {
  constructor(readonly problem: FormProblem) {
    super(problem.kind === 'text' ? problem.text : problem.message);
  }
}

/** A form as it was sent → an order. Throws a FormError with Tradier's answer. */
export function ticketOf(form: Form, market: MarketView): Ticket {
  if (form.get('class') !== 'equity') throw invalid('class');
  const symbol = symbolOf(form, market);
  const side = oneOf(form, 'side', SIDES);
  const quantity = quantityOf(form);
  const terms = termsOf(form);
  const duration = durationOf(form, terms, market);
  const tag = tagOf(form);
  checkTerms({ symbol, side, terms, duration }, market);
  return { symbol, side, quantity, terms, duration, tag };
}

/** What is sent changes, the rest stays. */
export function amendmentOf(form: Form, order: Ticket, market: MarketView): Pick<Ticket, 'terms' | 'duration'> {
  const merged = new Map([['type', order.terms.type], ['duration', order.duration], ...priceFields(order.terms), ...[...form].filter(([, value]) => value !== '')]);
  const terms = termsOf(merged);
  const duration = oneOf(merged, 'duration', DURATIONS);
  const extended = (each: Duration) => each === 'pre' || each === 'post';
  if (duration !== order.duration && (extended(duration) || extended(order.duration))) throw invalid('duration');
  checkTerms({ ...order, terms, duration }, market);
  return { terms, duration };
}

function priceFields(terms: OrderTerms): [string, string][] {
  return [
    ...('limitPrice' in terms ? [['price', String(terms.limitPrice / 1e6)] as [string, string]] : []),
    ...('stopPrice' in terms ? [['stop', String(terms.stopPrice / 1e6)] as [string, string]] : []),
  ];
}

function symbolOf(form: Form, market: MarketView): EquitySymbol {
  const text = form.get('symbol') ?? '';
  if (!/^[A-Za-z]{1,6}([/.][A-Za-z]{1,2})?$/.test(text)) throw invalid('symbol');
  const symbol = equitySymbol(text.replace('.', '/'));
  if (!market.lists(symbol)) throw invalid('symbol');
  return symbol;
}

function quantityOf(form: Form): number {
  const text = form.get('quantity') ?? '';
  const quantity = Number(text);
  if (text.trim() === '' || !Number.isInteger(quantity)) throw invalid('quantity');
  if (quantity < 1) throw refused('You cannot place orders with quantity less than 1', 'OrderQuantity');
  if (quantity > MOST_SHARES) throw refused('Quantity should be between 1 and 10,000,000', 'IncorrectOrderQuantity');
  return quantity;
}

function termsOf(form: Form): OrderTerms {
  const type = oneOf(form, 'type', ['market', 'limit', 'stop', 'stop_limit'] as const);
  if (type === 'market') return { type };
  if (type === 'limit') return { type, limitPrice: priceOf(form, 'price') };
  if (type === 'stop') return { type, stopPrice: priceOf(form, 'stop') };
  return { type, limitPrice: priceOf(form, 'price'), stopPrice: priceOf(form, 'stop') };
}

function priceOf(form: Form, name: string): Price {
  const text = form.get(name) ?? '';
  if (text.trim() === '') throw new FormError({ kind: 'text', text: `Invalid parameter, ${name}: is required.` });
  const dollars = Number(text);
  if (!(dollars > 0) || dollars > 1_000_000) throw invalid(name);
  return price(dollars);
}

function durationOf(form: Form, terms: OrderTerms, { session, now }: MarketView): Duration {
  const duration = oneOf(form, 'duration', DURATIONS);
  if (duration === 'day' || duration === 'gtc') return duration;
  const [from, to] = duration === 'pre' ? [session?.preOpen, session?.open] : [session?.close, session?.postClose];
  const inside = from !== undefined && to !== undefined && now >= from && now < to;
  if (!inside)
    throw new FormError({
      kind: 'text',
      text: duration === 'pre' ? 'Invalid parameter, duration: pre market no longer available' : 'Invalid parameter, duration: post market no longer available.',
    });
  if (terms.type !== 'limit') throw invalid('duration');
  return duration;
}

function tagOf(form: Form): string | undefined {
  const tag = form.get('tag');
  if (tag === undefined || tag === '') return undefined;
  if (tag.length > 255) throw new FormError({ kind: 'text', text: 'Invalid parameter, tag: contains more than 255 characters.' });
  if (!/^[A-Za-z0-9-]+$/.test(tag)) throw new FormError({ kind: 'text', text: 'Invalid parameter, tag: contains invalid characters.' });
  return tag;
}

function checkTerms({ symbol, side, terms, duration }: Pick<Ticket, 'symbol' | 'side' | 'terms' | 'duration'>, market: MarketView): void {
  if (duration === 'gtc' && terms.type === 'market') throw refused('You cannot place market orders with GTC, only day orders are allowed', 'MarketOrderIsGtc');
  if (duration === 'gtc' && side === 'sell_short') throw refused('You cannot place short stock orders with GTC, only day orders are allowed', 'ShortOrderIsGtc');
  const quote = market.quote(symbol);
  const last = market.last(symbol);
  if (!quote && last === undefined) throw refused('There is no quote for the symbol requested, please contact the simulator to place the order.', 'QuotePriceIsInvalid');
  if (!('stopPrice' in terms)) return;
  const buys = side === 'buy' || side === 'buy_to_cover';
  const ask = quote?.ask ?? last ?? 0;
  const bid = quote?.bid ?? last ?? 0;
  if (buys && terms.stopPrice <= ask) throw refused('Buy Stop order must have a Stop price greater than the current Ask price', 'BuyStopOrderStopPriceLessAsk');
  if (!buys && terms.stopPrice >= bid) throw refused('Sell Stop order must have a Stop price less than the Bid price', 'SellStopOrderStopPriceGreaterBid');
}

function oneOf<T extends string>(form: Form, name: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === form.get(name));
  if (found === undefined) throw invalid(name);
  return found;
}

function invalid(name: string): FormError {
  return new FormError({ kind: 'text', text: `Invalid parameter, ${name}: is not valid.` });
}

function refused(message: string, code: string): FormError {
  return new FormError({ kind: 'refused', message, code });
}
