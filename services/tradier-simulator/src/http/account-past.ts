import { dateOf, dollars } from '@sofi/domain';
import type { BookedDeal } from '../account/account-book.js';
import type { Form } from '../account/form-fields.js';
import type { Closing } from '../account/holdings.js';
import { isOption, sign, worth } from '../account/instrument.js';
import { parseOcc } from '../market/option-model.js';
import { collapsed } from './wire.js';

const DAY = 86_400_000;

/** Deals, newest first. Of days alone: Tradier tells no time here, and no order. */
export function history(deals: readonly BookedDeal[], form: Form): Record<string, unknown> {
  const wanted = form.get('type')?.split(',');
  const [start, end] = [form.get('start') ?? '', form.get('end') ?? '9999'];
  const fits = (deal: BookedDeal) => {
    const day = dateOf(deal.time);
    return (wanted === undefined || wanted.includes(typeOf(deal))) && day >= start && day <= end && isAbout(deal.symbol, form);
  };
  const { shown, paging } = page(deals.filter(fits).toReversed(), form, { usual: 25, total: 'total_events' });
  return { history: shown.length === 0 ? 'null' : { event: collapsed(shown.map(event)), ...paging } };
}

/** Positions that were closed, the last first unless the form says otherwise. `term` is the days they were held for. */
export function gainAndLoss(closings: readonly Closing[], form: Form): Record<string, unknown> {
  const by = form.get('sortBy') === 'openDate' ? 'opened' : 'closed';
  const [start, end] = [form.get('start') ?? '', form.get('end') ?? '9999'];
  const fits = (closing: Closing) => dateOf(closing.closed) >= start && dateOf(closing.closed) <= end && isAbout(closing.symbol, form);
  const ascending = closings.filter(fits).toSorted((a, b) => a[by] - b[by]);
  const { shown, paging } = page(form.get('sort') === 'asc' ? ascending : ascending.toReversed(), form, { usual: 100, total: 'total_positions' });
  return { gainloss: shown.length === 0 ? 'null' : { closed_position: collapsed(shown.map(closedPosition)), ...paging } };
}

function event(deal: BookedDeal): Record<string, unknown> {
  const quantity = sign(deal.side) * deal.quantity;
  const amount = -dollars(worth(deal.symbol, quantity, deal.price));
  const head = { amount: amount === 0 ? 0 : amount, date: `${dateOf(deal.time)}T00:00:00Z`, type: typeOf(deal) };
  const description = describe(deal.symbol);
  if (deal.expired) return { ...head, option: { option_type: deal.price > 0 ? 'exercise' : 'expired', description, quantity } };
  const trade = { commission: 0, description, price: dollars(deal.price), quantity, symbol: deal.symbol, trade_type: isOption(deal.symbol) ? 'Option' : 'Equity' };
  return { ...head, trade };
}

function typeOf({ expired }: BookedDeal): 'option' | 'trade' {
  return expired ? 'option' : 'trade';
}

/** A short sale was opened by its proceeds, so its cost came later; the percentage is of the cost all the same. */
function closedPosition({ symbol, quantity, opened, closed, cost, proceeds }: Closing): Record<string, unknown> {
  const gain = proceeds - cost;
  return {
    close_date: midnight(closed),
    cost: dollars(cost),
    gain_loss: gain / 1e6,
    gain_loss_percent: cost === 0 ? 0 : Math.round((gain / cost) * 1e6) / 1e4,
    open_date: midnight(opened),
    proceeds: dollars(proceeds),
    quantity,
    symbol,
    term: Math.round((Date.parse(midnight(closed)) - Date.parse(midnight(opened))) / DAY),
  };
}

function midnight(time: number): string {
  return `${dateOf(time)}T00:00:00.000Z`;
}

/** `CALL GE     06/22/18    14` */
function describe(symbol: string): string {
  const contract = isOption(symbol) ? parseOcc(symbol) : undefined;
  if (!contract) return symbol;
  const [year = '', month, day] = contract.expiration.split('-');
  return `${contract.type.toUpperCase()} ${contract.root.padEnd(6)} ${month}/${day}/${year.slice(2)} ${String(dollars(contract.strike)).padStart(5)}`;
}

/** Of a symbol also its options, unless exactly that symbol is asked for. */
function isAbout(symbol: string, form: Form): boolean {
  const asked = form.get('symbol')?.toUpperCase();
  return asked === undefined || symbol === asked || (form.get('exactMatch') !== 'true' && parseOcc(symbol)?.underlying === asked);
}

function page<T>(all: readonly T[], form: Form, { usual, total }: { readonly usual: number; readonly total: string }): { shown: T[]; paging: Record<string, number> } {
  const number = Math.max(1, Math.floor(Number(form.get('page') ?? 1)) || 1);
  const limit = Math.max(1, Math.floor(Number(form.get('limit') ?? usual)) || usual);
  return { shown: all.slice((number - 1) * limit, number * limit), paging: { page: number, total_pages: Math.ceil(all.length / limit), [total]: all.length } };
}
