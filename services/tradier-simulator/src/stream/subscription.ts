import { equitySymbol, RuleError, type EquitySymbol } from '@sofi/domain';

export const STREAM_TYPES = ['trade', 'quote', 'summary', 'timesale', 'tradex', 'clock'] as const;
export type StreamType = (typeof STREAM_TYPES)[number];

/** What one connection wants to hear. */
export interface Subscription {
  readonly sessionId: string;
  readonly symbols: ReadonlySet<EquitySymbol>;
  readonly invalid: readonly string[];
  readonly filter: ReadonlySet<StreamType>;
  readonly linebreak: boolean;
}

export interface SubscriptionRequest {
  readonly sessionid: string;
  readonly symbols: readonly string[];
  readonly filter: readonly string[];
  readonly linebreak: boolean;
}

/** Clients send it when they want none. */
const NO_SYMBOL = '$empty$';

/** `clock` is no message of Tradier's: only those who ask for it by name get it. */
export function subscriptionOf(request: SubscriptionRequest, lists: (symbol: EquitySymbol) => boolean): Subscription {
  const read = request.symbols.filter((text) => text !== '' && text !== NO_SYMBOL).map((text) => ({ text, symbol: symbolOf(text, lists) }));
  const named = STREAM_TYPES.filter((type) => request.filter.includes(type));
  return {
    sessionId: request.sessionid,
    symbols: new Set(read.flatMap(({ symbol }) => symbol ?? [])),
    invalid: read.flatMap(({ text, symbol }) => (symbol ? [] : text)),
    filter: new Set(named.length > 0 ? named : STREAM_TYPES.filter((type) => type !== 'clock')),
    linebreak: request.linebreak,
  };
}

function symbolOf(text: string, lists: (symbol: EquitySymbol) => boolean): EquitySymbol | undefined {
  try {
    const symbol = equitySymbol(text);
    return lists(symbol) ? symbol : undefined;
  } catch (error) {
    if (error instanceof RuleError) return undefined;
    throw error;
  }
}
