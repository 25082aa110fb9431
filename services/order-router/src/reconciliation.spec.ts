import { expect } from 'chai';
import { cash, equitySymbol, price, type AccountBalances, type BrokerPosition, type Position, type Read } from '@sofi/domain';
import { reconcile } from './reconciliation.js';

const position = (book: string, symbol: string, netQuantity: number): Position => ({
  account: 'SIM',
  book,
  symbol: equitySymbol(symbol),
  netQuantity,
  costBasis: cash(0),
  averagePrice: price(0),
  realisedProfit: cash(0),
  openedAt: 0,
});
const known = <T>(value: T): Read<T> => ({ state: 'known', value });
const balances = (totalCash: number): Read<AccountBalances> =>
  known({ account: 'SIM', totalCash: cash(totalCash), equity: cash(0), marketValue: cash(0), stockBuyingPower: cash(0), leverage: 2, openProfit: cash(0), closedProfit: cash(0) });
const shares = (symbol: string, netQuantity: number): BrokerPosition => ({ symbol: equitySymbol(symbol), netQuantity, costBasis: cash(0) });

describe('reconciliation', () => {
  it('sums the books of a symbol: together they are what the broker holds', () => {
    const ledger = { cash: cash(90_000), positions: [position('a', 'SPY', 30), position('b', 'SPY', 12), position('a', 'BAC', 0)] };
    expect(reconcile(ledger, balances(90_000), known([shares('SPY', 42)]), 7)).to.deep.equal({ state: 'equal', verifiedAt: 7, differences: [] });
  });

  it('names what differs, ours beside the broker’s', () => {
    const ledger = { cash: cash(90_000), positions: [position('a', 'SPY', 30)] };
    expect(reconcile(ledger, balances(90_000.01), known([shares('BAC', -5)]), 7).differences).to.deep.equal([
      { what: 'cash', ours: '$90,000.00', brokers: '$90,000.01' },
      { what: 'shares of BAC', ours: '0', brokers: '-5' },
      { what: 'shares of SPY', ours: '30', brokers: '0' },
    ]);
  });

  it('takes a failed read for neither agreement nor an empty account', () => {
    const ledger = { cash: cash(0), positions: [] };
    expect(reconcile(ledger, balances(0), { state: 'unavailable', reason: 'HTTP 502' }, 7).state).to.equal('unavailable');
    expect(reconcile(ledger, { state: 'unavailable', reason: 'HTTP 502' }, known([]), 7).state).to.equal('unavailable');
  });
});
