import { equitySymbol, price, type Duration, type EquitySymbol, type OrderTerms, type Price, type Quote, type Session } from '@sofi/domain';
import { expiryTime, parseOcc, type OptionContract } from '../market/option-model.js';
import { refusal, type Refusal, type RefusalCode } from './refusals.js';

/** text: 400 with a plain sentence · refused: 200 with `errors`, as Tradier answers what its order system refuses at once */
export type FormProblem = { readonly kind: 'text'; readonly text: string } | ({ readonly kind: 'refused' } & Refusal);

export class FormError extends Error {
  constructor(readonly problem: FormProblem) {
    super(problem.kind === 'text' ? problem.text : problem.message);
  }
}

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

export const DURATIONS: readonly Duration[] = ['day', 'gtc', 'pre', 'post'];
const MOST_SHARES = 10_000_000;
const DEAREST = 1_000_000;

export function invalid(name: string): FormError {
  return new FormError({ kind: 'text', text: `Invalid parameter, ${name}: is not valid.` });
}

export function refused(code: RefusalCode): FormError {
  return new FormError({ kind: 'refused', ...refusal(code) });
}

export function oneOf<T extends string>(form: Form, name: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === form.get(name));
  if (found === undefined) throw invalid(name);
  return found;
}

export function symbolIn(form: Form, name: string, market: MarketView): EquitySymbol {
  const text = form.get(name) ?? '';
  if (!/^[A-Za-z]{1,6}([/.][A-Za-z]{1,2})?$/.test(text)) throw invalid(name);
  const symbol = equitySymbol(text.replace('.', '/'));
  if (!market.lists(symbol)) throw invalid(name);
  return symbol;
}

/** An option of that share which has not ended. */
export function contractIn(form: Form, name: string, underlying: EquitySymbol, { now }: MarketView): OptionContract {
  const contract = parseOcc((form.get(name) ?? '').toUpperCase());
  if (contract?.underlying !== underlying) throw invalid(name);
  if (expiryTime(contract) <= now) throw refused('InvalidOrderExpiration');
  return contract;
}

export function quantityIn(form: Form, name: string): number {
  const text = form.get(name) ?? '';
  const quantity = Number(text);
  if (text.trim() === '' || !Number.isInteger(quantity)) throw invalid(name);
  if (quantity < 1) throw refused('OrderQuantity');
  if (quantity > MOST_SHARES) throw refused('IncorrectOrderQuantity');
  return quantity;
}

/** `at`: the suffix of the fields of one order among several, `[1]` */
export function termsIn(form: Form, at = ''): OrderTerms {
  const type = oneOf(form, `type${at}`, ['market', 'limit', 'stop', 'stop_limit'] as const);
  if (type === 'market') return { type };
  if (type === 'limit') return { type, limitPrice: priceIn(form, `price${at}`) };
  if (type === 'stop') return { type, stopPrice: priceIn(form, `stop${at}`) };
  return { type, limitPrice: priceIn(form, `price${at}`), stopPrice: priceIn(form, `stop${at}`) };
}

export function priceIn(form: Form, name: string): Price {
  const text = form.get(name) ?? '';
  if (text.trim() === '') throw new FormError({ kind: 'text', text: `Invalid parameter, ${name}: is required.` });
  const dollars = Number(text);
  if (!(dollars > 0) || dollars > DEAREST) throw invalid(name);
  return price(dollars);
}

export function tagIn(form: Form): string | undefined {
  const tag = form.get('tag');
  if (tag === undefined || tag === '') return undefined;
  if (tag.length > 255) throw new FormError({ kind: 'text', text: 'Invalid parameter, tag: contains more than 255 characters.' });
  if (!/^[A-Za-z0-9-]+$/.test(tag)) throw new FormError({ kind: 'text', text: 'Invalid parameter, tag: contains invalid characters.' });
  return tag;
}
