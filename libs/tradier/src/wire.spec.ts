import { expect } from 'chai';
import type { z } from 'zod';
import { shaped } from './wire.js';
import { accountHistoryAnswer, balancesAnswer, gainLossAnswer, positionGroupsAnswer, positionsAnswer } from './wire/accounts.js';
import { calendarAnswer, historyAnswer, securitiesAnswer, timesalesAnswer } from './wire/markets.js';
import { chainAnswer, expirationsAnswer, lookupAnswer, strikesAnswer } from './wire/options.js';
import { orderAnswer, ordersAnswer } from './wire/orders.js';
import { quotesAnswer } from './wire/quotes.js';
import { profileAnswer } from './wire/user.js';
import { watchlistsAnswer } from './wire/watchlists.js';

describe("Tradier's ways to say the same", () => {
  describe('of nothing: null and "null" are empty lists, and a list that was left out is no answer', () => {
    const lists: [string, z.ZodType, string, string?][] = [
      ['orders', ordersAnswer, 'orders'],
      ['positions', positionsAnswer, 'positions'],
      ['position groups', positionGroupsAnswer, 'position-groups'],
      ['history of the account', accountHistoryAnswer, 'history'],
      ['gains and losses', gainLossAnswer, 'gainloss'],
      ['daily bars', historyAnswer, 'history'],
      ['minutes', timesalesAnswer, 'series'],
      ['securities', securitiesAnswer, 'securities'],
      ['chain', chainAnswer, 'options'],
      ['strikes', strikesAnswer, 'strikes'],
      ['expirations', expirationsAnswer, 'expirations'],
      ['options', lookupAnswer, 'symbols'],
      ['watchlists', watchlistsAnswer, 'watchlists'],
    ];
    for (const [name, schema, key] of lists)
      it(name, () => {
        for (const nothing of [null, 'null']) {
          const read = (schema.parse({ [key]: nothing }) as Record<string, unknown>)[key];
          expect(Array.isArray(read) ? read : (read as { rows: unknown }).rows, JSON.stringify(nothing)).to.deep.equal([]);
        }
        expect(schema.safeParse({}).success, 'left out').to.equal(false);
        expect(schema.safeParse({ [key]: {} }).success, 'an empty holder').to.equal(false);
      });
  });

  const order = { id: 1, class: 'equity', status: 'open' };
  describe('of one: an element in the place of its list', () => {
    const folded: [string, z.ZodType, (element: boolean) => unknown][] = [
      ['order', ordersAnswer, (one) => ({ orders: { order: one ? order : [order] } })],
      ['leg', orderAnswer, (one) => ({ order: { ...order, leg: one ? order : [order] } })],
      ['account', profileAnswer, (one) => ({ profile: { account: one ? { account_number: 'VA1' } : [{ account_number: 'VA1' }] } })],
      ['strike', strikesAnswer, (one) => ({ strikes: { strike: one ? 22.5 : [22.5] } })],
      ['date of expiration', expirationsAnswer, (one) => ({ expirations: { date: one ? '2024-01-12' : ['2024-01-12'] } })],
      ['day', calendarAnswer, (one) => ({ calendar: { days: { day: one ? { date: '2024-01-06', status: 'closed' } : [{ date: '2024-01-06', status: 'closed' }] } } })],
      ['symbol that is unknown', quotesAnswer, (one) => ({ quotes: { unmatched_symbols: { symbol: one ? 'ZZZZ' : ['ZZZZ'] } } })],
    ];
    for (const [name, schema, answer] of folded) it(name, () => expect(schema.parse(answer(true))).to.deep.equal(schema.parse(answer(false))));
  });

  const numbers: [unknown, number | null][] = [
    [1, 1],
    ['1.00000000', 1],
    ['0E-8', 0],
    [-0.5, -0.5],
    ['17798.360000000000000000000000', 17_798.36],
    ['NaN', null],
    ['null', null],
    [null, null],
    ['', null],
    [undefined, null],
  ];
  for (const [said, read] of numbers)
    it(`of a number: ${JSON.stringify(said)} is ${read}`, () => {
      expect(shaped(orderAnswer, { order: { ...order, price: said } }, 'order').order.price).to.equal(read);
    });
  for (const odd of ['ten', {}, [1], true])
    it(`of a number: ${JSON.stringify(odd)} is none`, () => expect(orderAnswer.safeParse({ order: { ...order, price: odd } }).success).to.equal(false));

  it('of a number beyond all bounds is none', () =>
    expect(positionsAnswer.safeParse({ positions: { position: { symbol: 'A', quantity: 'Infinity', cost_basis: 1 } } }).success).to.equal(false));

  it('of a new word passes on what it says', () => {
    const { status, class: kind } = shaped(orderAnswer, { order: { id: 1, class: 'fractional', status: 'being_thought_about' } }, 'order').order;
    expect([status, kind]).to.deep.equal(['being_thought_about', 'fractional']);
  });

  it('of the parent of a group has no symbol, side or quantity, and legs of which each is an order', () => {
    const leg = { id: 2, class: 'equity', status: 'filled', symbol: 'BRK/B', side: 'sell', type: 'limit', price: 490, quantity: 10, avg_fill_price: 490.01, exec_quantity: 10 };
    const parent = {
      id: 1,
      class: 'oco',
      status: 'filled',
      create_date: '2023-09-22T14:31:11.121Z',
      transaction_date: '2023-09-22T14:31:36.386Z',
      leg: [leg, { ...leg, id: 3, status: 'canceled' }],
    };
    const read = shaped(orderAnswer, { order: parent }, 'order').order;
    expect([read.symbol, read.side, read.quantity, read.transaction_date]).to.deep.equal([undefined, null, 0, Date.UTC(2023, 8, 22, 14, 31, 36, 386)]);
    expect(read.leg.map(({ id, status, avg_fill_price }) => [id, status, avg_fill_price])).to.deep.equal([
      ['2', 'filled', 490.01],
      ['3', 'canceled', 490.01],
    ]);
  });

  describe('of what happened in an account', () => {
    const common = { amount: -3000, date: '2018-05-23T00:00:00Z', type: 'journal' };
    const details = { description: '6YA-00005 TO 6YA-00102', quantity: '0.0' };
    const expected = { ...common, date: '2018-05-23', ...details, quantity: 0, symbol: null, price: null, commission: null, trade_type: null, option_type: null };
    const events: [string, object][] = [
      ['in a member named like its type', { ...common, journal: details }],
      ['beside its type', { ...common, ...details }],
    ];
    for (const [name, event] of events)
      it(name, () => expect(shaped(accountHistoryAnswer, { history: { event } }, 'history').history).to.deep.equal({ rows: [expected], totalPages: null }));

    it('of a type without details', () => {
      const read = shaped(accountHistoryAnswer, { history: { event: { ...common, journal: null } } }, 'history').history.rows[0];
      expect(read).to.include({ type: 'journal', amount: -3000, description: null });
    });
  });

  describe('of balances', () => {
    const common = { account_number: 'VA1', total_cash: 6363.86, total_equity: 17_798.36, market_value: 11_434.5, open_pl: 546.9, close_pl: -4813 };
    const power = { fed_call: 0, maintenance_call: 0, option_buying_power: 6363.86, stock_buying_power: 12_727.72, stock_short_value: 0, sweep: 0 };

    for (const key of ['balances', 'balance'])
      it(`under "${key}"`, () => {
        const { balances } = shaped(balancesAnswer, { [key]: { ...common, account_type: 'margin', margin: power } }, 'balances');
        expect([balances.total_cash, balances.margin?.stock_buying_power]).to.deep.equal([6363.86, 12_727.72]);
      });

    it('of a day trader', () => {
      const { balances } = shaped(balancesAnswer, { balances: { ...common, account_type: 'pdt', pdt: { ...power, day_trade_buying_power: '50000.0' } } }, 'balances');
      expect(balances.pdt?.day_trade_buying_power).to.equal(50_000);
    });

    it('in cash, of which some is not settled', () => {
      const { balances } = shaped(
        balancesAnswer,
        { balances: { ...common, account_type: 'cash', cash: { cash_available: 4343.38, sweep: 0, unsettled_funds: 1310 } } },
        'balances',
      );
      expect(balances.cash).to.deep.equal({ cash_available: 4343.38, sweep: 0, unsettled_funds: 1310 });
    });

    it('with a bare number where an object belongs, as in very old answers', () => {
      const { balances } = shaped(balancesAnswer, { balances: { ...common, account_type: 'margin', margin: power, cash: 4343.38 } }, 'balances');
      expect([balances.cash, balances.margin?.option_buying_power]).to.deep.equal([null, 6363.86]);
    });
  });

  it('of expirations is always objects, with null for what was not asked for', () => {
    const bare = shaped(expirationsAnswer, { expirations: { date: ['2024-01-12', '2024-01-19'] } }, 'expirations').expirations;
    const detail = { contract_size: null, expiration_type: null, strikes: null };
    expect(bare).to.deep.equal([
      { date: '2024-01-12', ...detail },
      { date: '2024-01-19', ...detail },
    ]);
    const some = shaped(expirationsAnswer, { expirations: { expiration: { date: '2024-01-12', strikes: { strike: 12 } } } }, 'expirations').expirations;
    expect(some).to.deep.equal([{ date: '2024-01-12', ...detail, strikes: [12] }]);
  });

  it('of a day that is none is no answer', () =>
    expect(gainLossAnswer.safeParse({ gainloss: { closed_position: { symbol: 'GE', quantity: 1, cost: 1, proceeds: 1, gain_loss: 0, open_date: '19 June' } } }).success).to.equal(
      false,
    ));
});
