import { dateOf, dollars, type EquitySymbol } from '@sofi/domain';
import { ACCOUNT } from '../account/brokerage.js';
import { isWorking } from '../account/broker-order.js';
import type { Holding } from '../account/holdings.js';
import type { Simulation } from '../simulation.js';
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
  const read = (name: string, answer: (call: Call) => Reply): Route => ({ method: 'GET', pattern: `/v1/accounts/:/${name}`, rate: 'standard', answer: ofAccount(answer) });
  return [
    read('balances', () => content({ balances: balances(simulation) })),
    read('positions', () => content(listAnswer('positions', 'position', simulation.brokerage.positions().map(position), 'null'))),
    read('history', (call) => content(history(simulation, call))),
    read('gainloss', () => content({ gainloss: 'null' })),
  ];
}

function balances({ brokerage, now }: Simulation): Record<string, unknown> {
  const figures = brokerage.figures(now);
  const gross = dollars(figures.longValue) + dollars(figures.shortValue);
  return {
    option_short_value: 0,
    total_equity: dollars(figures.equity),
    account_number: ACCOUNT,
    account_type: 'margin',
    close_pl: dollars(figures.realisedToday),
    current_requirement: gross / 2,
    equity: 0,
    long_market_value: dollars(figures.longValue),
    market_value: (figures.longValue - figures.shortValue) / 1e6,
    open_pl: dollars(figures.openProfit),
    option_long_value: 0,
    option_requirement: 0,
    pending_orders_count: brokerage.allOrders().filter(isWorking).length,
    short_market_value: dollars(figures.shortValue),
    stock_long_value: dollars(figures.longValue),
    total_cash: dollars(figures.cash),
    uncleared_funds: 0,
    pending_cash: 0,
    margin: {
      fed_call: 0,
      maintenance_call: 0,
      option_buying_power: dollars(figures.buyingPower) / 2,
      stock_buying_power: dollars(figures.buyingPower),
      stock_short_value: dollars(figures.shortValue),
      sweep: 0,
    },
  };
}

function position({ id, symbol, quantity, costBasis, acquired }: Holding): Record<string, unknown> {
  return { cost_basis: dollars(costBasis), date_acquired: isoTime(acquired), id, quantity, symbol };
}

/** Newest first. Of days alone: Tradier tells no time here. */
function history({ brokerage }: Simulation, { form }: Call): Record<string, unknown> {
  const page = Math.max(1, Number(form.get('page') ?? 1) || 1);
  const limit = Math.max(1, Number(form.get('limit') ?? 25) || 25);
  const wanted = (form.get('type') ?? 'trade').split(',');
  const symbol = form.get('symbol')?.toUpperCase();
  const [start, end] = [form.get('start') ?? '', form.get('end') ?? '9999'];
  const fits = (deal: { symbol: EquitySymbol; time: number }) => (symbol === undefined || deal.symbol === symbol) && dateOf(deal.time) >= start && dateOf(deal.time) <= end;
  const deals = wanted.includes('trade') ? brokerage.deals().filter(fits).toReversed() : [];
  const events = deals.slice((page - 1) * limit, page * limit).map((deal) => {
    const buys = deal.side === 'buy' || deal.side === 'buy_to_cover';
    const quantity = buys ? deal.quantity : -deal.quantity;
    return {
      amount: dollars(deal.price) * -quantity,
      date: `${dateOf(deal.time)}T00:00:00Z`,
      type: 'trade',
      trade: { commission: 0, description: deal.symbol, price: dollars(deal.price), quantity, symbol: deal.symbol, trade_type: 'Equity' },
    };
  });
  return listAnswer('history', 'event', events, 'null');
}
