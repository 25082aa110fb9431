import type { EquitySymbol } from '@sofi/domain';
import { parseOcc } from '../market/option-model.js';
import type { SpreadTicket, SpreadType } from './broker-order.js';
import { contractIn, invalid, oneOf, priceIn, quantityIn, refused, symbolIn, tagIn, type Form, type MarketView } from './form-fields.js';
import type { Leg } from './instrument.js';
import { OPTION_SIDES, SIDES } from './sides.js';

export const SPREAD_TYPES: readonly SpreadType[] = ['market', 'debit', 'credit', 'even'];
const MOST_LEGS = { multileg: 4, combo: 3 } as const;
const INDICES: ReadonlySet<string> = new Set(['SPX', 'NDX', 'RUT', 'VIX', 'XSP']);

/** multileg: two to four options · combo: a share, then one or two of its options. Throws a FormError with Tradier's answer. */
export function spreadTicketOf(kind: 'multileg' | 'combo', form: Form, market: MarketView): SpreadTicket {
  const symbol = symbolIn(form, 'symbol', market);
  const type = oneOf(form, 'type', SPREAD_TYPES);
  const duration = oneOf(form, 'duration', ['day', 'gtc'] as const);
  const netPrice = type === 'debit' || type === 'credit' ? priceIn(form, 'price') : undefined;
  const legs = legsIn(kind, form, symbol, market);
  if (type === 'market' && duration === 'gtc') throw refused('MarketOrderIsGtc');
  if (INDICES.has(symbol) && new Set(legs.map(({ optionSymbol }) => parseOcc(optionSymbol ?? '')?.expiration)).size > 1) throw refused('IndexOptionsOneExparyDate');
  if (market.last(symbol) === undefined) throw refused('QuotePriceIsInvalid');
  return { class: kind, symbol, type, netPrice, duration, legs, tag: tagIn(form) };
}

/** What Tradier calls such a combination. */
export function strategyOf(legs: readonly Leg[]): string {
  const options = legs.flatMap(({ optionSymbol, side }) => {
    const contract = parseOcc(optionSymbol ?? '');
    return contract ? [{ ...contract, buys: side.startsWith('buy') }] : [];
  });
  const [first, second] = options;
  if (!first) return 'unknown';
  if (options.length < legs.length)
    return second ? 'collar' : first.type === 'put' && first.buys ? 'protective_put' : first.type === 'call' && !first.buys ? 'covered_call' : 'freeform';
  if (options.length === 3) return 'butterfly';
  if (options.length === 4) return 'condor';
  if (!second || first.buys !== second.buys) return first.type === second?.type ? 'spread' : 'freeform';
  if (first.type === second.type) return 'freeform';
  return first.strike === second.strike ? 'straddle' : 'strangle';
}

function legsIn(kind: 'multileg' | 'combo', form: Form, symbol: EquitySymbol, market: MarketView): Leg[] {
  const legs: Leg[] = [];
  for (let at = 0; form.has(`side[${at}]`) || form.has(`quantity[${at}]`); at += 1) {
    if (at >= MOST_LEGS[kind]) throw invalid(`side[${at}]`);
    legs.push(kind === 'combo' && at === 0 ? shareLeg(form, symbol) : optionLeg(form, at, symbol, market));
  }
  if (legs.length < 2) throw invalid(`side[${legs.length}]`);
  return legs;
}

function shareLeg(form: Form, symbol: EquitySymbol): Leg {
  if ((form.get('option_symbol[0]') ?? '') !== '') throw invalid('option_symbol[0]');
  return { symbol, side: oneOf(form, 'side[0]', SIDES), quantity: quantityIn(form, 'quantity[0]') };
}

function optionLeg(form: Form, at: number, symbol: EquitySymbol, market: MarketView): Leg {
  const { symbol: optionSymbol } = contractIn(form, `option_symbol[${at}]`, symbol, market);
  return { symbol, optionSymbol, side: oneOf(form, `side[${at}]`, OPTION_SIDES), quantity: quantityIn(form, `quantity[${at}]`) };
}
