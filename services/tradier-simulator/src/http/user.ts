import { ACCOUNT } from '../account/brokerage.js';
import { content } from './reply.js';
import type { Route } from './router.js';

export function userRoutes(): Route[] {
  const account = {
    account_number: ACCOUNT,
    classification: 'individual',
    date_created: '2013-01-02T14:30:00.000Z',
    day_trader: false,
    option_level: 2,
    status: 'active',
    type: 'margin',
    last_update_date: '2013-01-02T14:30:00.000Z',
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
