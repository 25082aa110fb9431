import {
  bookOf,
  inDollars,
  notional,
  type Cash,
  type EquitySymbol,
  type Ledger,
  type Order,
  type OrderRequest,
  type OrderView,
  type Price,
  type RiskSettings,
  type SessionCalendar,
} from '@sofi/domain';
import type { FeedTrust } from './feed-trust.js';
import { opens, remaining, type OrderRecords } from './order-records.js';
import type { TradingDay } from './trading-day.js';

/** What one account may risk as a whole. A limit that is left out does not exist. */
export interface AccountLimits {
  /** of equity at the start of the New York day, realised and open */
  readonly maxDailyLossPct?: number;
  readonly maxOrderNotional?: Cash;
}

/** Everything that a rule may look at. */
export interface Asked {
  readonly request: OrderRequest;
  readonly order: Order;
  readonly book: string;
  readonly referencePrice: Price | undefined;
  readonly buyingPower: Cash;
  readonly time: number;
  readonly ledger: Ledger;
  readonly records: OrderRecords;
  readonly day: TradingDay;
  readonly calendar: SessionCalendar;
  readonly feed: FeedTrust;
  readonly limits: AccountLimits;
  /** entry orders that made up the position of the book in the symbol */
  readonly entriesInSymbol: number;
}

/** Silence is consent; an answer says in words which value broke which limit. */
export interface RiskRule {
  readonly name: string;
  readonly check: (asked: Asked) => string | undefined;
}

const rule = (name: string, check: RiskRule['check']): RiskRule => ({ name, check });
/** A rule on the settings of a strategy; a person's ticket has none. */
const strategyRule = (name: string, check: (asked: Asked, risk: RiskSettings) => string | undefined): RiskRule =>
  rule(name, (asked) => (asked.request.kind === 'entry' ? check(asked, asked.request.risk) : undefined));

/** For what would open a position or add to one, in the order in which they are asked. */
export const OPENING_RULES: readonly RiskRule[] = [
  rule('known-price', ({ ledger, order, referencePrice }) =>
    ledger.lastPrice(order.symbol) === undefined || !referencePrice ? `no price of ${order.symbol} is known yet` : undefined,
  ),
  rule('feed', ({ feed, order, time, request }) => feed.doubt(order.symbol, time, request.kind === 'entry' ? 'strategy' : 'person')),
  strategyRule('market-hours', ({ calendar, time }) => (calendar.at(time) ? undefined : 'the exchange is closed, and a strategy opens positions in regular hours only')),
  rule('extended-hours', ({ order }) =>
    (order.duration === 'pre' || order.duration === 'post') && order.type !== 'limit' ? `a ${order.duration}-market order is ${order.type}, must be limit` : undefined,
  ),
  strategyRule('daily-loss', dailyLoss),
  rule('account-daily-loss', accountDailyLoss),
  strategyRule('cooldown', cooldown),
  strategyRule('max-positions', (asked, { maxPositions }) => {
    const others = symbolsOf(asked);
    return others.size >= maxPositions ? `${others.size} other positions are open or being opened, the limit is ${maxPositions}` : undefined;
  }),
  strategyRule('max-positions-per-symbol', (asked, { maxPositionsPerSymbol }) => {
    const entries = asked.entriesInSymbol + openingOrders(asked).filter(({ order, filledQuantity }) => order.symbol === asked.order.symbol && filledQuantity === 0).length;
    return entries >= maxPositionsPerSymbol ? `${entries} entries in ${asked.order.symbol} are open or being worked, the limit is ${maxPositionsPerSymbol}` : undefined;
  }),
  rule('opposite-side', oppositeSide),
  rule('quantity', wholeShare),
  rule('order-size', ({ order, referencePrice, limits: { maxOrderNotional } }) => {
    if (maxOrderNotional === undefined || !referencePrice) return undefined;
    const cost = notional(order.quantity, referencePrice);
    return cost > maxOrderNotional ? `the order is worth ${usd(cost)}, the limit for one order is ${usd(maxOrderNotional)}` : undefined;
  }),
  rule('buying-power', ({ order, referencePrice, buyingPower }) => {
    if (!referencePrice) return undefined;
    const cost = notional(order.quantity, referencePrice);
    return cost > buyingPower ? `${order.quantity} shares at ${usd(referencePrice)} cost ${usd(cost)}, the buying power is ${usd(buyingPower)}` : undefined;
  }),
];

/** For what reduces or closes a position: always allowed, as long as there is something to close. */
export const CLOSING_RULES: readonly RiskRule[] = [rule('position', nothingBeyondZero), rule('quantity', wholeShare)];

function dailyLoss({ day, book }: Asked, { maxDailyLossPct }: RiskSettings): string | undefined {
  if (day.isHalted(book)) return `the daily loss limit of ${maxDailyLossPct} % was reached today; entries are possible again on the next trading day`;
  return lossInWords(day.profitOf(book), day.startEquity, maxDailyLossPct);
}

function accountDailyLoss({ day, ledger, limits: { maxDailyLossPct } }: Asked): string | undefined {
  return maxDailyLossPct === undefined ? undefined : lossInWords(ledger.equity() - day.startEquity, day.startEquity, maxDailyLossPct);
}

function lossInWords(profit: number, startEquity: Cash, maxPct: number): string | undefined {
  const limit = (startEquity * maxPct) / 100;
  if (profit > -limit) return undefined;
  return `the loss of the day is ${usd(-profit)}, the limit is ${usd(limit)} (${maxPct} % of ${usd(startEquity)})`;
}

function cooldown({ ledger, book, order, time }: Asked, { cooldownMinutes }: RiskSettings): string | undefined {
  const left = ledger.lastExit(book, order.symbol);
  if (left === undefined || time - left >= cooldownMinutes * 60_000) return undefined;
  return `${order.symbol} was left ${((time - left) / 60_000).toFixed(1)} minutes ago, the cooldown is ${cooldownMinutes} minutes`;
}

/** Symbols other than the asked one in which the book holds something, or is about to. */
function symbolsOf(asked: Asked): Set<EquitySymbol> {
  const held = asked.ledger.positions().filter((position) => position.book === asked.book && position.netQuantity !== 0);
  const symbols = new Set([...held.map((position) => position.symbol), ...openingOrders(asked).map(({ order }) => order.symbol)]);
  symbols.delete(asked.order.symbol);
  return symbols;
}

function openingOrders({ records, book }: Asked): OrderView[] {
  return records.working().filter(({ order }) => bookOf(order.origin) === book && opens(order.side));
}

/** The broker knows one position per symbol, whatever books we keep: nobody may go short where somebody is long. */
function oppositeSide({ order, ledger, records }: Asked): string | undefined {
  const [wrong, inWords, other] = order.side === 'buy' ? ([-1, 'short', 'sell_short'] as const) : ([1, 'long', 'buy'] as const);
  const holder = ledger.positions().find((position) => position.symbol === order.symbol && Math.sign(position.netQuantity) === wrong);
  if (holder) return `the account is ${inWords} ${Math.abs(holder.netQuantity)} ${order.symbol} (book ${holder.book}); close that before ${order.side}`;
  const working = records.working().find((view) => view.order.symbol === order.symbol && view.order.side === other);
  return working && `order ${working.order.id} to ${other} ${order.symbol} is still being worked`;
}

function nothingBeyondZero({ order, ledger, records, book }: Asked): string | undefined {
  const net = ledger.position(book, order.symbol)?.netQuantity ?? 0;
  const held = Math.max(0, order.side === 'sell' ? net : -net);
  const leaving = leavingShares(records, book, order.symbol);
  if (held > leaving && order.quantity <= held - leaving) return undefined;
  const inWords = order.side === 'sell' ? 'long' : 'short';
  if (held === 0) return `${order.side} ${order.symbol}: the book ${book} holds nothing ${inWords}`;
  return `${order.side} ${order.quantity} ${order.symbol}: the book ${book} holds ${held} ${inWords}, of which ${leaving} are already being closed`;
}

/** Shares of the book's position that working orders are about to close. */
export function leavingShares(records: OrderRecords, book: string, symbol: EquitySymbol): number {
  const closing = records.workingIn(book, symbol).filter(({ order }) => !opens(order.side));
  return closing.reduce((sum, view) => sum + remaining(view), 0);
}

function wholeShare({ order, request, buyingPower, referencePrice }: Asked): string | undefined {
  if (Number.isSafeInteger(order.quantity) && order.quantity >= 1) return undefined;
  if (request.kind !== 'entry') return `the quantity is ${order.quantity}, must be at least 1 whole share`;
  return `${request.risk.positionSizePct} % of the buying power ${usd(buyingPower)} buys no whole share at ${usd(referencePrice ?? 0)}`;
}

function usd(amount: number): string {
  return inDollars(amount as Cash);
}
