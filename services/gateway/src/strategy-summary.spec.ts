import { cash, DEFAULT_RISK, equitySymbol, type StrategyDefinition } from '@sofi/domain';
import { expect } from 'chai';
import { summaryOf } from './strategy-summary.js';
import type { ValuedPosition } from './valued-positions.js';

const definition: StrategyDefinition = {
  id: '12',
  name: 'RSI',
  type: 'rsi-mean-reversion',
  symbols: [equitySymbol('AAPL')],
  timeframe: '1m',
  account: 'VA1',
  parameters: { period: 14 },
  risk: DEFAULT_RISK,
  status: 'running',
};
const position = (netQuantity: number, openProfit: number | null): ValuedPosition => ({
  account: 'VA1',
  book: '12',
  symbol: 'AAPL',
  netQuantity,
  costBasis: 0,
  averagePrice: 0,
  realisedProfit: 0,
  openedAt: 0,
  lastPrice: null,
  openProfit,
});

describe('strategy summary', () => {
  it('sums what is taken and what is open', () => {
    const trades = [{ profit: cash(10.1) }, { profit: cash(-4) }, { profit: cash(0.2) }, { profit: cash(0) }];
    const summary = summaryOf(definition, { createdAt: 1, lastDecisionAt: 2, trades, positions: [position(5, 3.5), position(-1, null), position(0, null)] });
    // 10.1 - 4 + 0.2 = 6.3; two of four trades won, a trade that breaks even has not
    expect(summary).to.deep.include({
      id: '12',
      symbols: ['AAPL'],
      status: 'running',
      profit: 6.3,
      openProfit: 3.5,
      tradeCount: 4,
      winRate: 0.5,
      openPositions: 2,
      lastDecisionAt: 2,
      createdAt: 1,
    });
  });

  it('has no win rate before the first trade', () => {
    expect(summaryOf(definition, { createdAt: 1, lastDecisionAt: null, trades: [], positions: [] })).to.include({ winRate: null, profit: 0, tradeCount: 0 });
  });
});
