import type { Fill } from './fill.js';
import { direction } from './order.js';
import type { Position } from './position.js';
import { movedByPercent, notional, type Cash, type Price } from './price.js';

/** The distances of stop and target from the entry, in percent; from them come the levels. */
export interface GuardDistances {
  readonly stopLossPct?: number;
  readonly takeProfitPct?: number;
}

/** What a fill closed of what was open. */
export interface Closing {
  readonly side: 'long' | 'short';
  readonly quantity: number;
  readonly entryPrice: Price;
  readonly entryTime: number;
  /** fees of the closing fill included */
  readonly profit: Cash;
  readonly profitPct: number;
}

export interface Folded {
  readonly position: Position;
  readonly closing?: Closing;
}

export function flatPosition(of: Pick<Fill, 'account' | 'book' | 'symbol'>): Position {
  const { account, book, symbol } = of;
  return { account, book, symbol, netQuantity: 0, costBasis: 0 as Cash, averagePrice: 0 as Price, realisedProfit: 0 as Cash, openedAt: 0 };
}

/** The position after one fill: opened, added to, reduced, closed or flipped. Its fees come off the profit at once. */
export function foldFill(position: Position, fill: Fill, guards: GuardDistances = {}): Folded {
  const change = direction(fill.side) * fill.quantity;
  const before = { ...position, realisedProfit: (position.realisedProfit - fill.fees) as Cash };
  if (position.netQuantity === 0) return { position: grown(before, change, fill, guards) };
  if (Math.sign(change) === Math.sign(position.netQuantity)) return { position: grown(before, change, fill, guards) };
  if (fill.quantity < Math.abs(position.netQuantity)) return reduced(before, change, fill);
  const closed = reduced(before, -position.netQuantity, fill);
  const rest = change + position.netQuantity;
  return rest === 0 ? closed : { ...closed, position: grown(closed.position, rest, fill, guards) };
}

/** Open, or add: what is paid adds to what it cost. Levels follow the new average. */
function grown(position: Position, change: number, fill: Fill, guards: GuardDistances): Position {
  const netQuantity = position.netQuantity + change;
  const costBasis = (position.costBasis + notional(change, fill.price)) as Cash;
  const averagePrice = Math.round(costBasis / netQuantity) as Price;
  const openedAt = position.netQuantity === 0 ? fill.time : position.openedAt;
  return { ...position, netQuantity, costBasis, averagePrice, openedAt, ...levels(averagePrice, Math.sign(netQuantity), guards) };
}

/** Reduce, or close: a share of the cost leaves with the shares, and the difference to what they bring is profit. */
function reduced(position: Position, change: number, fill: Fill): Folded {
  const netQuantity = position.netQuantity + change;
  const leaving = shareOf(position.costBasis, Math.abs(change), Math.abs(position.netQuantity));
  const gained = 0 - notional(change, fill.price) - leaving;
  const after = { ...position, netQuantity, costBasis: (position.costBasis - leaving) as Cash, realisedProfit: (position.realisedProfit + gained) as Cash };
  return { position: netQuantity === 0 ? emptied(after) : after, closing: closingOf(position, fill, Math.abs(change), leaving, gained) };
}

function closingOf(position: Position, fill: Fill, quantity: number, leaving: number, gained: number): Closing {
  const profit = (gained - fill.fees) as Cash;
  return {
    side: position.netQuantity > 0 ? 'long' : 'short',
    quantity,
    entryPrice: position.averagePrice,
    entryTime: position.openedAt,
    profit,
    profitPct: leaving === 0 ? 0 : (profit / Math.abs(leaving)) * 100,
  };
}

function emptied({ account, book, symbol, realisedProfit }: Position): Position {
  return { ...flatPosition({ account, book, symbol }), realisedProfit };
}

/** amount × part / whole, rounded once; split by shares first, as the product may be past what a number holds exactly. */
function shareOf(amount: Cash, part: number, whole: number): number {
  const perShare = Math.trunc(amount / whole);
  return perShare * part + Math.round(((amount - perShare * whole) * part) / whole);
}

function levels(average: Price, side: number, { stopLossPct, takeProfitPct }: GuardDistances): Partial<Position> {
  return {
    ...(stopLossPct === undefined ? {} : { stopLoss: movedByPercent(average, -side * stopLossPct) }),
    ...(takeProfitPct === undefined ? {} : { takeProfit: movedByPercent(average, side * takeProfitPct) }),
  };
}
