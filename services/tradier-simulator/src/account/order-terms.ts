import type { Duration, Price } from '@sofi/domain';
import { optionQuote } from '../market/option-model.js';
import type { Ticket } from './broker-order.js';
import { DURATIONS, FormError, invalid, oneOf, refused, type Form, type MarketView } from './form-fields.js';
import { sign } from './instrument.js';

/** Not for what waits for another order: by then the market is elsewhere. */
export function checkStop({ symbol, optionSymbol, side, terms }: Pick<Ticket, 'symbol' | 'optionSymbol' | 'side' | 'terms'>, market: MarketView): void {
  if (!('stopPrice' in terms)) return;
  const last = market.last(symbol);
  const quote = optionSymbol === undefined ? market.quote(symbol) : last !== undefined && optionQuote(optionSymbol, last, market.now);
  const { ask, bid } = quote || { ask: last ?? (0 as Price), bid: last ?? (0 as Price) };
  if (sign(side) > 0 && terms.stopPrice <= ask) throw refused('BuyStopOrderStopPriceLessAsk');
  if (sign(side) < 0 && terms.stopPrice >= bid) throw refused('SellStopOrderStopPriceGreaterBid');
}

export function checkTerms({ symbol, side, terms, duration }: Pick<Ticket, 'symbol' | 'side' | 'terms' | 'duration'>, market: MarketView): void {
  if (duration === 'gtc' && terms.type === 'market') throw refused('MarketOrderIsGtc');
  if (duration === 'gtc' && side === 'sell_short') throw refused('ShortOrderIsGtc');
  if (!market.quote(symbol) && market.last(symbol) === undefined) throw refused('QuotePriceIsInvalid');
}

/** Early and late orders are for shares and limits, and only while their session lasts. */
export function durationIn(form: Form, { terms, optionSymbol }: Pick<Ticket, 'terms' | 'optionSymbol'>, { session, now }: MarketView, name = 'duration'): Duration {
  const duration = oneOf(form, name, DURATIONS);
  if (duration === 'day' || duration === 'gtc') return duration;
  const [from, to] = duration === 'pre' ? [session?.preOpen, session?.open] : [session?.close, session?.postClose];
  const inside = from !== undefined && to !== undefined && now >= from && now < to;
  if (!inside)
    throw new FormError({
      kind: 'text',
      text: duration === 'pre' ? `Invalid parameter, ${name}: pre market no longer available` : `Invalid parameter, ${name}: post market no longer available.`,
    });
  if (terms.type !== 'limit' || optionSymbol !== undefined) throw invalid(name);
  return duration;
}

export function isExtended(duration: Duration): boolean {
  return duration === 'pre' || duration === 'post';
}
