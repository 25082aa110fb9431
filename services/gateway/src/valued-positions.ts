import { Injectable } from '@nestjs/common';
import { positionMessage, type positionsAnswer } from '@sofi/contracts';
import { dollars, notional, type EquitySymbol, type Position, type Price } from '@sofi/domain';
import { z } from 'zod';
import { Accounts } from './accounts.js';
import { NewestMarket } from './newest-market.js';

export type ValuedPosition = z.input<typeof positionsAnswer>['positions'][number];

/** Positions as the ledger holds them, with what they are worth at the last trade; null where a symbol has not traded. */
@Injectable()
export class ValuedPositions {
  constructor(
    private readonly accounts: Accounts,
    private readonly newest: NewestMarket,
  ) {}

  async list(wanted: (position: Position) => boolean): Promise<ValuedPosition[]> {
    const positions = (await this.accounts.positions()).filter(wanted);
    const prices = await this.lastPrices(positions);
    return positions.map((position) => valued(position, prices.get(position.symbol)));
  }

  private async lastPrices(positions: readonly Position[]): Promise<Map<EquitySymbol, Price>> {
    const prices = new Map<EquitySymbol, Price>();
    const readPrice = async (symbol: EquitySymbol) => {
      const trade = await this.newest.trade(symbol);
      if (trade) prices.set(symbol, trade.price);
    };
    await Promise.all([...new Set(positions.map((one) => one.symbol))].map(readPrice));
    return prices;
  }
}

/** The cost of a short position is negative, and so is its value: the difference is right for both. */
export function valued(position: Position, last: Price | undefined): ValuedPosition {
  const wire = z.encode(positionMessage, position);
  if (last === undefined) return { ...wire, lastPrice: null, openProfit: null };
  return { ...wire, lastPrice: dollars(last), openProfit: (notional(position.netQuantity, last) - position.costBasis) / 1_000_000 };
}
