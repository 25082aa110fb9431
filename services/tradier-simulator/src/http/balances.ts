import { dateOf, dollars, type Cash } from '@sofi/domain';
import { ACCOUNT } from '../account/brokerage.js';
import type { AccountFigures } from '../account/figures.js';
import type { Simulation } from '../simulation.js';

/** Total equity = total cash + market value, and stock buying power = 2 × option buying power. Short values are unsigned. */
export function balances({ brokerage, now }: Simulation): Record<string, unknown> {
  const { account, rules } = brokerage;
  const figures = account.figures(now);
  return {
    option_short_value: dollars(figures.optionShort),
    total_equity: dollars(figures.equity),
    account_number: ACCOUNT,
    account_type: rules.kind,
    close_pl: dollars(figures.realisedToday),
    current_requirement: requirement(figures),
    equity: 0,
    long_market_value: dollars(figures.longValue),
    market_value: dollars((figures.longValue - figures.shortValue) as Cash),
    open_pl: dollars(figures.openProfit),
    option_long_value: dollars(figures.optionLong),
    option_requirement: dollars(figures.optionRequirement),
    pending_orders_count: brokerage.working().filter(({ parentId }) => parentId === undefined).length,
    short_market_value: dollars(figures.shortValue),
    stock_long_value: dollars(figures.stockLong),
    total_cash: dollars(figures.cash),
    uncleared_funds: 0,
    pending_cash: dollars(brokerage.pendingCash()),
    [rules.kind]: rules.kind === 'cash' ? settled(figures.cash, account.holdings.unsettledOn(dateOf(now)), brokerage.pendingCash()) : margin(figures, rules.kind),
  };
}

/** Half of the shares' gross value, and what written options ask for. */
function requirement({ stockLong, stockShort, optionRequirement }: AccountFigures): number {
  return dollars((stockLong + stockShort) as Cash) / 2 + dollars(optionRequirement);
}

function margin(figures: AccountFigures, kind: 'margin' | 'pdt'): Record<string, unknown> {
  return {
    fed_call: 0,
    maintenance_call: 0,
    option_buying_power: dollars(figures.buyingPower) / 2,
    stock_buying_power: dollars(figures.buyingPower),
    stock_short_value: dollars(figures.stockShort),
    sweep: 0,
    ...(kind === 'pdt' ? { day_trade_buying_power: dollars(figures.dayTradingPower) } : {}),
  };
}

function settled(cash: Cash, unsettled: Cash, pending: Cash): Record<string, unknown> {
  return { cash_available: dollars(Math.max(0, cash - unsettled - pending) as Cash), sweep: 0, unsettled_funds: dollars(unsettled) };
}
