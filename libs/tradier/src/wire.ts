import { z } from 'zod';
import { folded, oneOrMany } from './one-or-many.js';
import { TradierError } from './tradier-error.js';

/** Tradier writes numbers as numbers or as text, with any count of zeros (`1.00000000`, `0E-8`). */
const figure = z.union([z.number(), z.string().trim().min(1).transform(Number).pipe(z.number())]);
/** absent, null, "null" and "NaN" all say: nothing known */
const perhaps = z.preprocess((value) => (value === 'null' || value === 'NaN' ? null : value), figure.nullish()).transform((value) => value ?? null);
const figureOrZero = perhaps.transform((value) => value ?? 0);
const id = z.union([z.number().int(), z.string().min(1)]).transform(String);
const instant = z
  .string()
  .transform((text) => Date.parse(text))
  .pipe(z.number());

const account = z.object({ account_number: z.string(), status: z.string().optional() });
export const profileAnswer = z.object({
  profile: z.object({ name: z.string().nullish(), account: folded(account) }),
});

const leg = z.object({
  id,
  class: z.string(),
  symbol: z.string().optional(),
  status: z.string(),
  quantity: figureOrZero,
  exec_quantity: figureOrZero,
  avg_fill_price: figureOrZero,
  last_fill_price: figureOrZero,
  last_fill_quantity: figureOrZero,
  create_date: instant.optional(),
  transaction_date: instant.optional(),
  tag: z.string().nullish(),
  reason_description: z.string().nullish(),
});
export type WireOrder = z.output<typeof leg>;
const order = leg.extend({ leg: z.union([z.array(leg), leg.transform((only) => [only])]).nullish() });
export const ordersAnswer = z.object({ orders: oneOrMany('order', order) });
/** where the list is cut into pages and Tradier says so */
export const pagesAnswer = z.object({ orders: z.object({ total_pages: figure }) });

export const placedAnswer = z.object({ order: z.object({ id, status: z.string() }) });
export const previewAnswer = z.object({
  order: z.object({ status: z.string(), result: z.boolean().optional(), cost: figureOrZero, commission: figureOrZero, margin_change: figureOrZero }),
});

const buyingPower = z.object({ stock_buying_power: figure });
export const balancesAnswer = z.object({
  balances: z.object({
    account_number: z.string(),
    account_type: z.string(),
    total_cash: figure,
    total_equity: figure,
    market_value: figureOrZero,
    open_pl: figureOrZero,
    close_pl: figureOrZero,
    // only the one named by account_type is really there
    margin: buyingPower.nullish().catch(null),
    pdt: buyingPower.nullish().catch(null),
    cash: z.object({ cash_available: figure }).nullish().catch(null),
  }),
});
export type WireBalances = z.output<typeof balancesAnswer>['balances'];

const position = z.object({ symbol: z.string(), quantity: figure, cost_basis: figure });
export type WirePosition = z.output<typeof position>;
export const positionsAnswer = z.object({ positions: oneOrMany('position', position) });

const quote = z.object({
  symbol: z.string(),
  description: z.string().nullish(),
  type: z.string().nullish(),
  exch: z.string().nullish(),
  last: perhaps,
  bid: perhaps,
  bidsize: figureOrZero,
  ask: perhaps,
  asksize: figureOrZero,
  open: perhaps,
  high: perhaps,
  low: perhaps,
  prevclose: perhaps,
  volume: figureOrZero,
  last_volume: figureOrZero,
  trade_date: figureOrZero,
  bid_date: figureOrZero,
  ask_date: figureOrZero,
});
export type WireQuote = z.output<typeof quote>;
/** where all symbols are unknown there is no `quote` at all */
export const quotesAnswer = z.object({
  quotes: z.object({ quote: folded(quote), unmatched_symbols: oneOrMany('symbol', z.string()).optional() }),
});

const minute = z.object({ timestamp: figure, price: perhaps, open: perhaps, high: perhaps, low: perhaps, close: perhaps, volume: figureOrZero, vwap: perhaps });
export type WireMinute = z.output<typeof minute>;
export const timesalesAnswer = z.object({ series: oneOrMany('data', minute) });

const day = z.object({ date: z.iso.date(), open: perhaps, high: perhaps, low: perhaps, close: perhaps, volume: figureOrZero });
export type WireDay = z.output<typeof day>;
export const historyAnswer = z.object({ history: oneOrMany('day', day) });

const hours = z.object({ start: z.string().regex(/^\d\d:\d\d$/), end: z.string().regex(/^\d\d:\d\d$/) });
export type WireHours = z.output<typeof hours>;
const calendarDay = z.object({ date: z.iso.date(), status: z.string(), premarket: hours.nullish(), open: hours.nullish(), postmarket: hours.nullish() });
export type WireCalendarDay = z.output<typeof calendarDay>;
export const calendarAnswer = z.object({ calendar: z.object({ days: oneOrMany('day', calendarDay) }) });

const security = z.object({ symbol: z.string(), description: z.string().nullish(), exchange: z.string().nullish() });
export const securitiesAnswer = z.object({ securities: oneOrMany('security', security) });

/** seconds since the epoch */
export const clockAnswer = z.object({ clock: z.object({ timestamp: figure }) });

export const streamAnswer = z.object({ stream: z.object({ url: z.url(), sessionid: z.string().min(1) }) });
/** what the simulator says of its market; a replay has symbols of its own, a made market any */
export const simulatorAnswer = z.looseObject({ market: z.enum(['generated', 'replay']), symbols: z.array(z.string()) });

/** The answer in its schema's shape; one that does not fit is `unavailable`: it tells nothing that could be relied on. */
export function shaped<T extends z.ZodType>(schema: T, content: unknown, what: string): z.output<T> {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  throw new TradierError('unavailable', `Tradier's ${what} can not be understood: ${z.prettifyError(result.error).slice(0, 300)}`);
}
