import { notional, type Cash, type Price } from '@sofi/domain';
import type { AccountRules } from './account-rules.js';
import type { Ticket } from './broker-order.js';
import type { AccountFigures } from './figures.js';
import type { Deal } from './holdings.js';
import { opens, worth } from './instrument.js';
import { refusal, type Refusal } from './refusals.js';

/** What an order takes while it works. */
export interface Need {
  /** of what shares can be bought for; of a cash account of its cash */
  readonly power: number;
  /** what is paid when it is filled; 0 for what brings money in */
  readonly cash: Cash;
}

export const NO_NEED: Need = { power: 0, cash: 0 as Cash };

/** The money side of an account at an instant. */
export interface MoneyView {
  readonly rules: Pick<AccountRules, 'kind' | 'dayTradeRule'>;
  readonly figures: AccountFigures;
  readonly unsettled: Cash;
  /** what working orders have taken already */
  readonly reserved: number;
  /** in the last five sessions */
  readonly dayTrades: number;
  /** {@link AccountFigures.room} after these deals */
  roomAfter(deals: readonly Omit<Deal, 'time'>[]): number;
}

const OPTION_WEIGHT = 2;
const LEAST_DAY_TRADER = 25_000_000_000;
const MOST_DAY_TRADES = 3;

/** `reference`: the price at which it is reckoned; nothing is known of the need without one. */
export function needOf(ticket: Ticket, reference: Price | undefined, view: MoneyView): Need {
  if (!opens(ticket.side) || reference === undefined) return NO_NEED;
  const { symbol, optionSymbol, side, quantity } = ticket;
  if (optionSymbol === undefined) {
    const power = notional(quantity, reference);
    return { power, cash: side === 'buy' ? power : (0 as Cash) };
  }
  const cost = worth(optionSymbol, quantity, reference);
  if (side === 'buy_to_open') return { power: view.rules.kind === 'cash' ? cost : OPTION_WEIGHT * cost, cash: cost };
  return needOfDeals([{ symbol: optionSymbol ?? symbol, side, quantity, price: reference }], view);
}

/** Of deals that go together: how much less room they leave. */
export function needOfDeals(deals: readonly Omit<Deal, 'time'>[], view: MoneyView): Need {
  const paid = deals.reduce((sum, deal) => sum + worth(deal.symbol, deal.side.startsWith('buy') ? deal.quantity : -deal.quantity, deal.price), 0);
  return { power: Math.max(0, view.figures.room - view.roomAfter(deals)), cash: Math.max(0, paid) as Cash };
}

/** What can still be spent on an opening order. */
export function powerFor(isShares: boolean, { rules, figures, unsettled, reserved }: MoneyView): number {
  if (rules.kind === 'cash') return figures.cash - unsettled - reserved;
  return (rules.kind === 'pdt' && isShares ? figures.dayTradingPower : figures.buyingPower) - reserved;
}

export function moneyRule(need: Need, isShares: boolean, view: MoneyView): Refusal | undefined {
  if (need.power === 0 || need.power <= powerFor(isShares, view)) return undefined;
  return refusal(view.rules.kind === 'pdt' && isShares ? 'DayTradingBuyingPowerExceeded' : 'InitialMargin');
}

/** Only new positions are refused: an open one can always be left. */
export function dayTradeRule(opening: boolean, { rules, figures, dayTrades }: MoneyView): Refusal | undefined {
  if (!rules.dayTradeRule || !opening || rules.kind === 'cash' || figures.equity >= LEAST_DAY_TRADER) return undefined;
  if (rules.kind === 'pdt') return refusal('TooSmallEquityForDayTrading');
  return dayTrades >= MOST_DAY_TRADES ? refusal('DayTraderPatternRestriction') : undefined;
}
