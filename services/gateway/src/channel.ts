import { equitySymbol, RuleError, timeframe, type EquitySymbol, type Timeframe } from '@sofi/domain';
import { subjects } from '@sofi/contracts';

/** What a browser may watch; see the browser messages of the contracts. */
export type Channel =
  | { readonly kind: 'quote'; readonly symbol: EquitySymbol }
  | { readonly kind: 'candle'; readonly timeframe: Timeframe; readonly symbol: EquitySymbol }
  | { readonly kind: 'decision'; readonly strategyId: string }
  | { readonly kind: 'orders' | 'positions' | 'account' | 'alerts' | 'system' };

const STRATEGY_ID = /^[A-Za-z0-9-]{1,40}$/;

/** `candle:1m:AAPL` → what it means. Throws a RuleError for anything else. */
export function channelOf(name: string): Channel {
  const [kind, ...rest] = name.split(':');
  if (kind === 'quote' && rest.length === 1) return { kind, symbol: equitySymbol(rest[0]!) };
  if (kind === 'candle' && rest.length === 2) return { kind, timeframe: timeframe(rest[0]!), symbol: equitySymbol(rest[1]!) };
  if (kind === 'decision' && rest.length === 1 && STRATEGY_ID.test(rest[0]!)) return { kind, strategyId: rest[0]! };
  if (rest.length === 0 && (kind === 'orders' || kind === 'positions' || kind === 'account' || kind === 'alerts' || kind === 'system')) return { kind };
  throw new RuleError('channel', name, 'must be quote:<symbol>, candle:<timeframe>:<symbol>, decision:<strategy>, orders, positions, account, alerts or system');
}

/** The subjects whose messages are the changes of a channel. */
export function subjectsOf(channel: Channel): readonly string[] {
  switch (channel.kind) {
    case 'quote':
      return [subjects.quote(channel.symbol), subjects.trade(channel.symbol), subjects.symbolFeed(channel.symbol)];
    case 'candle':
      return [subjects.candleForming(channel.timeframe, channel.symbol), subjects.candleClosed(channel.timeframe, channel.symbol)];
    case 'decision':
      return [subjects.decision(channel.strategyId, '*')];
    case 'orders':
      return [subjects.orderEvent('*', '*')];
    case 'positions':
      return [subjects.position('*', '*')];
    case 'account':
      return [subjects.account('*')];
    case 'alerts':
      return [subjects.alert('*')];
    case 'system':
      return [subjects.heartbeat('*'), subjects.feedStatus];
  }
}

const FACTS = ['order.event.', 'decision.', 'candle.closed.', 'alert.'];

/** A fact must reach every viewer; of anything else (prices, states) only the newest of its subject matters. */
export function isFact(subject: string): boolean {
  return FACTS.some((prefix) => subject.startsWith(prefix));
}
