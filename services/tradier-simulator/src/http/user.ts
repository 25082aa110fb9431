import { ACCOUNT } from '../account/brokerage.js';
import type { Simulation } from '../simulation.js';
import { content } from './reply.js';
import type { Route } from './router.js';
import { isoTime } from './wire.js';

/** Spreads and written options are for margin accounts. */
const OPTION_LEVEL = { cash: 2, margin: 6, pdt: 6 } as const;

/** One account, in which the list of accounts is folded; a pattern day trader's is one on margin. */
export function userRoutes({ brokerage: { rules }, market }: Simulation): Route[] {
  const account = {
    account_number: ACCOUNT,
    classification: 'individual',
    date_created: isoTime(market.from),
    day_trader: rules.kind === 'pdt',
    option_level: OPTION_LEVEL[rules.kind],
    status: 'active',
    type: rules.kind === 'cash' ? 'cash' : 'margin',
    last_update_date: isoTime(market.from),
  };
  return [
    {
      method: 'GET',
      pattern: '/v1/user/profile',
      rate: 'standard',
      answer: () => content({ profile: { id: 'id-simulated', name: 'SofiTrader simulator (no real money)', account } }),
    },
  ];
}
