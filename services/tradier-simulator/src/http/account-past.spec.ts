import { expect } from 'chai';
import { atNewYork, cash, price } from '@sofi/domain';
import type { BookedDeal } from '../account/account-book.js';
import type { Closing } from '../account/holdings.js';
import { gainAndLoss, history } from './account-past.js';

const noon = (date: string) => atNewYork(date, '12:00');
const form = (fields: Record<string, string> = {}) => new Map(Object.entries(fields));

describe('The past of an account', () => {
  // the position of Tradier's documentation: 10.06 − 12.70 = −2.64, −20.7874 %, 134 days
  const general: Closing = { symbol: 'GE', quantity: 1, opened: noon('2018-06-19'), closed: noon('2018-10-31'), cost: cash(12.7), proceeds: cash(10.06) };
  const other: Closing = { ...general, symbol: 'GE181116C00014000', opened: noon('2018-01-02'), closed: noon('2018-11-01') };

  it('tells gain and loss as Tradier’s documentation does', () => {
    expect(gainAndLoss([general], form())).to.deep.equal({
      gainloss: {
        closed_position: {
          ...{ close_date: '2018-10-31T00:00:00.000Z', cost: 12.7, gain_loss: -2.64, gain_loss_percent: -20.7874 },
          ...{ open_date: '2018-06-19T00:00:00.000Z', proceeds: 10.06, quantity: 1, symbol: 'GE', term: 134 },
        },
        ...{ page: 1, total_pages: 1, total_positions: 1 },
      },
    });
    expect(gainAndLoss([], form())).to.deep.equal({ gainloss: 'null' });
  });

  it('sorts by the day of closing, the last first, or as it is told', () => {
    const symbols = (fields: Record<string, string>) => {
      const { gainloss } = gainAndLoss([general, other], form(fields)) as { gainloss: { closed_position: { symbol: string }[] } };
      return gainloss.closed_position.map(({ symbol }) => symbol);
    };
    expect(symbols({})).to.deep.equal([other.symbol, 'GE']);
    expect(symbols({ sort: 'asc' })).to.deep.equal(['GE', other.symbol]);
    expect(symbols({ sortBy: 'openDate' })).to.deep.equal(['GE', other.symbol]);
    expect(gainAndLoss([general, other], form({ end: '2018-10-31' }))).to.have.nested.property('gainloss.closed_position.symbol', 'GE');
    expect(gainAndLoss([general, other], form({ limit: '1', page: '2' }))).to.have.nested.include({ 'gainloss.closed_position.symbol': 'GE', 'gainloss.total_pages': 2 });
  });

  it('tells deals by day, those in options with what they are and a hundred shares each', () => {
    const deal: BookedDeal = { orderId: 1, symbol: 'GE180622C00014000', side: 'sell_to_close', quantity: 1, price: price(1), time: noon('2018-05-23'), expired: false };
    const shares: BookedDeal = { ...deal, symbol: 'F', side: 'buy', quantity: 3, price: price(12.5) };
    expect(history([shares, deal], form())).to.deep.equal({
      history: {
        event: [
          {
            ...{ amount: 100, date: '2018-05-23T00:00:00Z', type: 'trade' },
            trade: { commission: 0, description: 'CALL GE     06/22/18    14', price: 1, quantity: -1, symbol: 'GE180622C00014000', trade_type: 'Option' },
          },
          {
            ...{ amount: -37.5, date: '2018-05-23T00:00:00Z', type: 'trade' },
            trade: { commission: 0, description: 'F', price: 12.5, quantity: 3, symbol: 'F', trade_type: 'Equity' },
          },
        ],
        ...{ page: 1, total_pages: 1, total_events: 2 },
      },
    });
    const expired: BookedDeal = { ...deal, price: price(0), expired: true };
    expect(history([shares, expired], form({ type: 'option' }))).to.have.nested.include({ 'history.event.option.option_type': 'expired', 'history.event.amount': 0 });
    expect(history([shares, deal], form({ symbol: 'ge' })), 'its options too').to.have.nested.property('history.event.trade.trade_type', 'Option');
    expect(history([shares, deal], form({ start: '2018-05-24' }))).to.deep.equal({ history: 'null' });
  });
});
