import { expect } from 'chai';
import { nyseCalendar } from '@sofi/domain';
import { DEFAULT_RULES, type AccountRules } from '../account/account-rules.js';
import { Journal } from '../journal.js';
import { GeneratedMarket } from '../market/generated-market.js';
import { Simulation } from '../simulation.js';
import { ask, NOON } from './testing.js';
import { userRoutes } from './user.js';

describe('The user’s profile', () => {
  function accountOf(kind: AccountRules['kind']): Record<string, unknown> {
    const market = new GeneratedMarket(1, nyseCalendar(), NOON, 'nyse');
    const simulation = new Simulation(market, new Journal(undefined), NOON, { ...DEFAULT_RULES, kind });
    return (ask(userRoutes(simulation), 'GET', '/v1/user/profile') as { profile: { account: Record<string, unknown> } }).profile.account;
  }

  it('has one account, folded, of the kind that the broker treats it as', () => {
    expect(accountOf('margin')).to.include({
      account_number: 'SIM0000001',
      type: 'margin',
      day_trader: false,
      option_level: 6,
      status: 'active',
      date_created: '2026-06-10T16:00:00.000Z',
    });
    expect(accountOf('pdt')).to.include({ type: 'margin', day_trader: true });
    expect(accountOf('cash')).to.include({ type: 'cash', day_trader: false, option_level: 2 });
  });
});
