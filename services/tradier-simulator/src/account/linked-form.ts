import type { Price } from '@sofi/domain';
import type { LinkedTicket, Ticket } from './broker-order.js';
import { contractIn, invalid, oneOf, quantityIn, refused, symbolIn, tagIn, termsIn, type Form, type MarketView } from './form-fields.js';
import { securityOf, sign } from './instrument.js';
import { membersOf } from './linked-orders.js';
import { checkStop, checkTerms, durationIn } from './order-terms.js';
import { OPTION_SIDES, SIDES } from './sides.js';

const ORDERS = { oto: 2, oco: 2, otoco: 3 } as const;
/** millionths of a dollar */
const LEAST_DIFFERENCE = 10_000;

/** Orders with `[0]`, `[1]` … behind the name of each field. Throws a FormError with Tradier's answer. */
export function linkedTicketOf(kind: LinkedTicket['class'], form: Form, market: MarketView): LinkedTicket {
  if ((form.get('symbol') ?? '') !== '') throw invalid('symbol');
  const tag = tagIn(form);
  const orders = Array.from({ length: ORDERS[kind] }, (_, at) => orderIn(form, at, tag, market));
  if (form.has(`symbol[${orders.length}]`)) throw invalid(`symbol[${orders.length}]`);
  const [first] = orders;
  if (kind !== 'oco' && first?.terms.type === 'market') throw refused('OtoFirstLesIsMarketNotAllowed');
  if (kind !== 'oto') checkPair(membersOf(kind, orders), kind === 'oco' ? 0 : 1);
  for (const order of orders) checkTerms(order, market);
  for (const order of kind === 'oco' ? orders : orders.slice(0, 1)) checkStop(order, market);
  return { class: kind, orders, tag };
}

function orderIn(form: Form, at: number, tag: string | undefined, market: MarketView): Ticket {
  const symbol = symbolIn(form, `symbol[${at}]`, market);
  const isOption = (form.get(`option_symbol[${at}]`) ?? '') !== '';
  const optionSymbol = isOption ? contractIn(form, `option_symbol[${at}]`, symbol, market).symbol : undefined;
  const side = isOption ? oneOf(form, `side[${at}]`, OPTION_SIDES) : oneOf(form, `side[${at}]`, SIDES);
  const quantity = quantityIn(form, `quantity[${at}]`);
  const terms = termsIn(form, `[${at}]`);
  const own = form.has(`duration[${at}]`) ? `duration[${at}]` : 'duration';
  return { symbol, optionSymbol, side, quantity, terms, duration: durationIn(form, { terms, optionSymbol }, market, own), tag };
}

/** Of a pair only one is filled: the same security in the same direction, at prices that can not be reached at once. `at`: the place of the first in the form. */
function checkPair([one, other]: readonly Ticket[], at: number): void {
  if (!one || !other) return;
  if (one.terms.type === 'market' || other.terms.type === 'market') throw refused('OtoOcoMarketNotAllowed');
  if (securityOf(one) !== securityOf(other)) throw invalid(other.optionSymbol === undefined ? `symbol[${at + 1}]` : `option_symbol[${at + 1}]`);
  if (sign(one.side) !== sign(other.side)) throw refused('OcoOrderWithOppositeLegs');
  if (one.terms.type === other.terms.type) throw invalid(`type[${at + 1}]`);
  if (one.duration !== other.duration) throw refused('OcoExpirationTypeNotTheSame');
  if (Math.abs(levelOf(one) - levelOf(other)) < LEAST_DIFFERENCE) throw refused('OcoPriceDifferenceIsLessThanDelta');
}

function levelOf({ terms }: Ticket): Price {
  if ('stopPrice' in terms) return terms.stopPrice;
  return 'limitPrice' in terms ? terms.limitPrice : (0 as Price);
}
