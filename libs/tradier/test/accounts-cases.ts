import type { EndpointCase } from './endpoint-case.js';

const account = (number: string) => ({
  account_number: number,
  classification: 'roth_ira_custodial',
  date_created: '2016-08-01T21:08:55.000Z',
  day_trader: false,
  option_level: 6,
  status: 'active',
  type: 'margin',
  last_update_date: '2016-08-01T21:08:56.000Z',
});
/** 2016-08-01 21:08:55 UTC */
const CREATED = Date.UTC(2016, 7, 1, 21, 8, 55);

export const ACCOUNT_CASES = {
  'user.profile': {
    call: (client) => client.user.profile(),
    path: '/user/profile',
    answer: { profile: { id: 'id-gcostanza', name: 'George Costanza', account: account('VA000007') } },
    gives: { id: 'id-gcostanza', name: 'George Costanza', account: [{ ...account('VA000007'), date_created: CREATED, last_update_date: CREATED + 1000 }] },
  },
  'accounts.balances': {
    call: async (client) => {
      const { account_type, total_equity, total_cash, pending_cash, uncleared_funds, margin, cash, pdt } = await client.accounts.balances();
      return { account_type, total_equity, total_cash, pending_cash, uncleared_funds, margin, cash, pdt };
    },
    path: '/accounts/VA000001/balances',
    answer: {
      balances: {
        account_number: 'VA000001',
        account_type: 'margin',
        total_equity: 20_100.5,
        total_cash: '8100.500000000000000000',
        market_value: 12_000,
        open_pl: 0,
        close_pl: -12.5,
        pending_cash: '0E-8',
        margin: { fed_call: 0, maintenance_call: 0, option_buying_power: 8100.5, stock_buying_power: 16_201, stock_short_value: 0, sweep: 0 },
      },
    },
    gives: {
      account_type: 'margin',
      total_equity: 20_100.5,
      total_cash: 8100.5,
      pending_cash: 0,
      uncleared_funds: null,
      margin: { fed_call: 0, maintenance_call: 0, option_buying_power: 8100.5, stock_buying_power: 16_201, stock_short_value: 0, sweep: 0, day_trade_buying_power: null },
      cash: undefined,
      pdt: undefined,
    },
  },
  'accounts.historicalBalances': {
    call: (client) => client.accounts.historicalBalances('YEAR_3'),
    path: '/accounts/VA000001/historical-balances',
    query: { period: 'YEAR_3' },
    answer: { balances: [{ date: '2025-01-02', value: 10_000 }], delta: 123.4, deltaPercent: 1.2 },
    gives: { balances: [{ date: '2025-01-02', value: 10_000 }], delta: 123.4, deltaPercent: 1.2 },
  },
  'accounts.positions': {
    call: (client) => client.accounts.positions(),
    path: '/accounts/VA000001/positions',
    answer: { positions: { position: { cost_basis: -1414.4, date_acquired: '2023-09-22T18:15:51.202Z', id: 5_299_096, quantity: -8.0, symbol: 'BRK/B' } } },
    gives: [{ cost_basis: -1414.4, date_acquired: Date.UTC(2023, 8, 22, 18, 15, 51, 202), id: '5299096', quantity: -8, symbol: 'BRK/B' }],
  },
  'accounts.history': {
    call: (client) => client.accounts.history({ page: 2, limit: 50, type: 'trade', start: '2018-05-01', end: '2018-05-31', symbol: 'GE', exactMatch: false }),
    path: '/accounts/VA000001/history',
    query: { page: '2', limit: '50', type: 'trade', start: '2018-05-01', end: '2018-05-31', symbol: 'GE', exactMatch: 'false' },
    answer: {
      history: {
        event: {
          amount: 98.95,
          date: '2018-05-23T00:00:00Z',
          type: 'trade',
          trade: { commission: 1.0, description: 'CALL GE     06/22/18    14', price: 1.0, quantity: -1.0, symbol: 'GE180622C00014000', trade_type: 'Option' },
        },
      },
    },
    gives: {
      rows: [
        {
          type: 'trade',
          date: '2018-05-23',
          amount: 98.95,
          commission: 1,
          description: 'CALL GE     06/22/18    14',
          price: 1,
          quantity: -1,
          symbol: 'GE180622C00014000',
          trade_type: 'Option',
          option_type: null,
        },
      ],
      totalPages: null,
    },
  },
  'accounts.gainLoss': {
    call: (client) => client.accounts.gainLoss({ page: 1, limit: 100, sortBy: 'openDate', sort: 'asc', start: '2018-01-01', end: '2018-12-31', symbol: 'GE' }),
    path: '/accounts/VA000001/gainloss',
    query: { page: '1', limit: '100', sortBy: 'openDate', sort: 'asc', start: '2018-01-01', end: '2018-12-31', symbol: 'GE' },
    answer: {
      gainloss: {
        closed_position: [
          {
            close_date: '2018-10-31T00:00:00.000Z',
            cost: 12.7,
            gain_loss: -2.64,
            gain_loss_percent: -20.7874,
            open_date: '2018-06-19T00:00:00.000Z',
            proceeds: 10.06,
            quantity: 1.0,
            symbol: 'GE',
            term: 134,
          },
        ],
        page: 1,
        total_pages: 3,
        total_positions: 201,
      },
    },
    gives: {
      rows: [
        {
          close_date: '2018-10-31',
          cost: 12.7,
          gain_loss: -2.64,
          gain_loss_percent: -20.7874,
          open_date: '2018-06-19',
          proceeds: 10.06,
          quantity: 1,
          symbol: 'GE',
          term: 134,
        },
      ],
      totalPages: 3,
    },
  },
  'positionGroups.list': {
    call: (client) => client.positionGroups.list(),
    path: '/accounts/VA000001/position-groups',
    answer: { 'position-groups': [{ id: 1, label: 'Covered call', symbols: ['TROW', 'TROW260116C00125000'] }] },
    gives: [{ id: '1', label: 'Covered call', symbols: ['TROW', 'TROW260116C00125000'] }],
  },
  'positionGroups.create': {
    call: (client) => client.positionGroups.create('Covered call', ['TROW', 'TROW260116C00125000']),
    path: '/accounts/VA000001/position-groups',
    form: { label: 'Covered call', symbols: 'TROW,TROW260116C00125000' },
    answer: {},
    gives: undefined,
  },
  'positionGroups.update': {
    call: (client) => client.positionGroups.update('7', 'Wheel', ['TROW']),
    path: '/accounts/VA000001/position-groups/7',
    form: { label: 'Wheel', symbols: 'TROW' },
    answer: {},
    gives: undefined,
  },
  'positionGroups.delete': {
    call: (client) => client.positionGroups.delete('7'),
    path: '/accounts/VA000001/position-groups/7',
    answer: {},
    gives: undefined,
  },
} satisfies Record<string, EndpointCase>;
