/** Subjects of our own, which no stream captures and no service hears. */
export const BARE_TICKS = 'bench.tick.*';
export const BARE_TRADES = 'bench.trade.*';
export const BARE_CREDIT = 'bench.credit';
/** captures {@link BARE_TRADES} where the bare pair is to be stored */
export const BARE_STREAM = 'BENCH';

export function bareTrade(symbol: string): string {
  return `bench.trade.${symbol}`;
}
