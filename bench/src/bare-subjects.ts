/** Subjects of our own, which no stream captures and no service hears. */
export const BARE_TICKS = 'bench.tick.*';
export const BARE_TRADES = 'bench.trade.*';
export const BARE_CREDIT = 'bench.credit';
