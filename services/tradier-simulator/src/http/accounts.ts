import { dollars } from '@sofi/domain';
import { ACCOUNT } from '../account/brokerage.js';
import type { Holding } from '../account/holdings.js';
import type { Simulation } from '../simulation.js';
import { gainAndLoss, history } from './account-past.js';
import { balances } from './balances.js';
import { historicalBalances } from './historical-balances.js';
import { checked } from './parameters.js';
import { content, text, type Reply } from './reply.js';
import type { Call, Route } from './router.js';
import { isoTime, listAnswer } from './wire.js';

/** Tradier says this for an account, and for an order, that is not yours or not there. */
export function unauthorisedAccount(account: string): Reply {
  return text(401, `Unauthorized Account: ${account}`);
}

/** Only for the one account there is. */
export function ofAccount(answer: (call: Call) => Reply): (call: Call) => Reply {
  return (call) => (call.parts[0] === ACCOUNT ? answer(call) : unauthorisedAccount(call.parts[0] ?? ''));
}

export function accountRoutes(simulation: Simulation): Route[] {
  const { account } = simulation.brokerage;
  const read = (name: string, answer: (call: Call) => Reply): Route => ({ method: 'GET', pattern: `/v1/accounts/:/${name}`, rate: 'standard', answer: ofAccount(answer) });
  return [
    read('balances', () => content({ balances: balances(simulation) })),
    read(
      'historical-balances',
      checked((call) => historicalBalances(call, simulation)),
    ),
    read('positions', () => content(listAnswer('positions', 'position', account.holdings.all().map(position), 'null'))),
    read('history', (call) => content(history(account.deals, call.form))),
    read('gainloss', (call) => content(gainAndLoss(account.holdings.closings, call.form))),
  ];
}

function position({ id, symbol, quantity, costBasis, acquired }: Holding): Record<string, unknown> {
  return { cost_basis: dollars(costBasis), date_acquired: isoTime(acquired), id, quantity, symbol };
}
