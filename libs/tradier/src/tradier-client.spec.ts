import { RuleError } from '@sofi/domain';
import { expect } from 'chai';
import { httpTo } from '../test/connection.js';
import { FakeTradier } from '../test/fake-tradier.js';
import type { TradierHttp } from './http.js';
import { TradierClient } from './tradier-client.js';
import { TradierError } from './tradier-error.js';
import type { ComboOrder, EquityOrder, MultilegOrder, OcoOrder, OptionOrder, OrderRequest, OtocoOrder, OtoOrder } from './client/order-request.js';

const ORDERS = '/accounts/VA000001/orders';
const CALL = 'SPY240119C00470000';
const PUT = 'SPY240119P00450000';

const equity: EquityOrder = { class: 'equity', symbol: 'BRK/B', side: 'buy', quantity: 10, type: 'stop_limit', price: 301.25, stop: 301, duration: 'gtc', tag: 'rsi-7' };
const option: OptionOrder = { class: 'option', symbol: 'SPX', option_symbol: 'SPXW230922C04305000', side: 'buy_to_open', quantity: 1, type: 'market', duration: 'day' };
const multileg: MultilegOrder = {
  class: 'multileg',
  symbol: 'SPY',
  type: 'debit',
  price: 1.7,
  duration: 'day',
  legs: [
    { option_symbol: CALL, side: 'buy_to_open', quantity: 1 },
    { option_symbol: PUT, side: 'sell_to_open', quantity: 2 },
  ],
};
const combo: ComboOrder = {
  class: 'combo',
  symbol: 'SPY',
  type: 'even',
  duration: 'gtc',
  legs: [
    { side: 'buy', quantity: 100 },
    { option_symbol: CALL, side: 'sell_to_open', quantity: 1 },
  ],
};
const entry = { symbol: 'SPY', side: 'buy', quantity: 10, type: 'limit', price: 470 } as const;
const target = { symbol: 'SPY', side: 'sell', quantity: 10, type: 'limit', price: 490 } as const;
const stop = { symbol: 'SPY', side: 'sell', quantity: 10, type: 'stop', stop: 460 } as const;
const oto: OtoOrder = { class: 'oto', duration: 'day', orders: [entry, { symbol: 'SPY', option_symbol: PUT, side: 'buy_to_open', quantity: 1, type: 'market' }] };
const oco: OcoOrder = {
  class: 'oco',
  orders: [
    { ...target, duration: 'gtc' },
    { ...stop, duration: 'gtc' },
  ],
};
const otoco: OtocoOrder = { class: 'otoco', duration: 'day', orders: [entry, target, stop], tag: 'bracket-1' };

const FORMS: readonly [OrderRequest, Record<string, string>][] = [
  [equity, { class: 'equity', symbol: 'BRK/B', side: 'buy', quantity: '10', type: 'stop_limit', price: '301.25', stop: '301', duration: 'gtc', tag: 'rsi-7' }],
  [option, { class: 'option', symbol: 'SPX', option_symbol: 'SPXW230922C04305000', side: 'buy_to_open', quantity: '1', type: 'market', duration: 'day' }],
  [
    multileg,
    {
      class: 'multileg',
      symbol: 'SPY',
      type: 'debit',
      price: '1.7',
      duration: 'day',
      'option_symbol[0]': CALL,
      'side[0]': 'buy_to_open',
      'quantity[0]': '1',
      'option_symbol[1]': PUT,
      'side[1]': 'sell_to_open',
      'quantity[1]': '2',
    },
  ],
  // the shares come first, and name no option
  [
    combo,
    {
      class: 'combo',
      symbol: 'SPY',
      type: 'even',
      duration: 'gtc',
      'side[0]': 'buy',
      'quantity[0]': '100',
      'option_symbol[1]': CALL,
      'side[1]': 'sell_to_open',
      'quantity[1]': '1',
    },
  ],
  [
    oto,
    {
      class: 'oto',
      duration: 'day',
      'symbol[0]': 'SPY',
      'side[0]': 'buy',
      'quantity[0]': '10',
      'type[0]': 'limit',
      'price[0]': '470',
      'symbol[1]': 'SPY',
      'option_symbol[1]': PUT,
      'side[1]': 'buy_to_open',
      'quantity[1]': '1',
      'type[1]': 'market',
    },
  ],
  [
    oco,
    {
      class: 'oco',
      'symbol[0]': 'SPY',
      'side[0]': 'sell',
      'quantity[0]': '10',
      'type[0]': 'limit',
      'price[0]': '490',
      'duration[0]': 'gtc',
      'symbol[1]': 'SPY',
      'side[1]': 'sell',
      'quantity[1]': '10',
      'type[1]': 'stop',
      'stop[1]': '460',
      'duration[1]': 'gtc',
    },
  ],
  [
    otoco,
    {
      class: 'otoco',
      duration: 'day',
      'symbol[0]': 'SPY',
      'side[0]': 'buy',
      'quantity[0]': '10',
      'type[0]': 'limit',
      'price[0]': '470',
      'symbol[1]': 'SPY',
      'side[1]': 'sell',
      'quantity[1]': '10',
      'type[1]': 'limit',
      'price[1]': '490',
      'symbol[2]': 'SPY',
      'side[2]': 'sell',
      'quantity[2]': '10',
      'type[2]': 'stop',
      'stop[2]': '460',
      tag: 'bracket-1',
    },
  ],
];

describe('orders of every class', () => {
  let tradier: FakeTradier;
  let http: TradierHttp;
  let client: TradierClient;
  before(async () => {
    tradier = await FakeTradier.start();
    http = httpTo(tradier);
    client = new TradierClient(http, 'VA000001');
  });
  beforeEach(() => tradier.requests.splice(0));
  after(async () => {
    await http.close();
    await tradier.stop();
  });

  for (const [order, form] of FORMS) {
    it(`${order.class} is placed by its form`, async () => {
      tradier.json(`POST ${ORDERS}`, { order: { id: 257_459, status: 'ok' } });
      await client.orders.place(order);
      expect(tradier.requests.map((request) => request.form)).to.deep.equal([form]);
    });

    it(`${order.class} is previewed by the same form, and places nothing`, async () => {
      tradier.json(`POST ${ORDERS}`, {
        order: { status: 'ok', result: true, commission: '4.00', cost: 3104, fees: 0, margin_change: 1552, day_trades: 3, request_date: '2019-02-27T19:56:00.100' },
      });
      const preview = await client.orders.preview(order);
      expect(preview).to.include({
        status: 'ok',
        result: true,
        commission: 4,
        cost: 3104,
        margin_change: 1552,
        day_trades: 3,
        request_date: '2019-02-27T19:56:00.100',
        price: null,
      });
      expect(tradier.requests.map((request) => request.form)).to.deep.equal([{ ...form, preview: 'true' }]);
    });
  }

  it('have prices in plain decimals, at most six', async () => {
    tradier.json(`POST ${ORDERS}`, { order: { id: 1, status: 'ok' } });
    await client.orders.place({ ...equity, type: 'limit', price: 0.1 + 0.2, stop: undefined } as EquityOrder);
    await client.orders.place({ ...equity, type: 'limit', price: 0.0001, stop: undefined } as EquityOrder);
    expect(tradier.requests.map((request) => request.form['price'])).to.deep.equal(['0.3', '0.0001']);
  });

  it('that a preview refuses say why', async () => {
    tradier.json(`POST ${ORDERS}`, { order: { errors: 'You do not have enough buying power for this trade.', result: false, status: 'Bad Request' } });
    const error: unknown = await client.orders.preview(equity).catch((failure: unknown) => failure);
    expect(error).to.be.instanceOf(TradierError).and.to.include({ problem: 'refused', message: 'You do not have enough buying power for this trade.' });
  });

  const wrong: [string, unknown, string][] = [
    ['a tag with a blank', { ...equity, tag: 'rsi 7' }, 'tag "rsi 7" must be 1 to 255 letters, digits and hyphens'],
    ['an empty tag', { ...equity, tag: '' }, 'tag "" must be'],
    ['no shares', { ...equity, quantity: 0 }, 'quantity 0 must be whole and between 1 and 10,000,000'],
    ['half a share', { ...equity, quantity: 1.5 }, 'quantity 1.5 must be whole'],
    ['too many shares', { ...equity, quantity: 10_000_001 }, 'quantity 10000001 must be'],
    ['a price of nothing', { ...equity, price: 0 }, 'price 0 must be a positive amount of dollars'],
    ['a negative stop', { ...equity, stop: -1 }, 'stop -1 must be'],
    ['a price that is no number', { ...equity, price: Number.NaN }, 'price null must be'],
    ['a limit without a price', { ...equity, type: 'limit', price: undefined }, 'price null is needed by a limit order'],
    ['a stop without a stop', { ...equity, type: 'stop', stop: undefined }, 'stop null is needed by a stop order'],
    ['a dotted share class', { ...equity, symbol: 'BRK.B' }, 'symbol "BRK.B" must be capital letters'],
    ['an option that is padded', { ...option, option_symbol: 'SPY   240119C00470000' }, 'option_symbol "SPY   240119C00470000" must be an option like'],
    ['a market order before hours', { ...equity, type: 'market', duration: 'pre' }, 'duration "pre" is for limit orders in shares'],
    ['a spread of one', { ...multileg, legs: multileg.legs.slice(0, 1) }, 'legs 1 must be 2 to 4'],
    ['a spread of five', { ...multileg, legs: [...multileg.legs, ...multileg.legs, ...multileg.legs.slice(1)] }, 'legs 5 must be 2 to 4'],
    ['a spread of shares', { ...multileg, legs: combo.legs }, 'option_symbol[0] "" must be an option'],
    ['a debit without a price', { ...multileg, price: undefined }, 'price null is needed by a debit order'],
    ['a credit that is negative', { ...multileg, type: 'credit', price: -1.5 }, 'price -1.5 must be a positive amount'],
    ['a leg of nothing', { ...combo, legs: [combo.legs[0], { ...combo.legs[1], quantity: 0 }] }, 'quantity[1] 0 must be'],
    ['a combo of three options', { ...combo, legs: [...combo.legs, combo.legs[1], combo.legs[1]] }, 'legs 4 must be 2 to 3'],
    ['an OTO that begins with a market order', { ...oto, orders: [{ ...entry, type: 'market' }, oto.orders[1]] }, 'type[0] "market" must be limit, stop or stop_limit'],
    ['an OTO of three', { ...oto, orders: otoco.orders }, 'orders 3 must be 2'],
    ['an OCO of one type', { ...oco, orders: [oco.orders[0], { ...oco.orders[0], price: 480 }] }, 'type[1] "limit" must differ from that of the order that it cancels'],
    ['an OCO with a market order', { ...oco, orders: [oco.orders[0], { ...oco.orders[1], type: 'market' }] }, 'type[1] "market" must be limit'],
    ['an OCO of two symbols', { ...oco, orders: [oco.orders[0], { ...oco.orders[1], symbol: 'QQQ' }] }, 'symbol[1] "QQQ" must be that of'],
    ['an OCO of two durations', { ...oco, orders: [oco.orders[0], { ...oco.orders[1], duration: 'day' }] }, 'duration[1] "day" must be that of'],
    ['an OCO that buys and sells', { ...oco, orders: [oco.orders[0], { ...oco.orders[1], side: 'buy' }] }, 'side[1] "buy" must not be opposite'],
    ['an OCO without a duration', { ...oco, orders: [target, stop] }, 'duration[0] null is needed where the whole group has none'],
    ['a duration twice', { ...otoco, orders: [{ ...entry, duration: 'day' }, target, stop] }, 'duration[0] "day" is said already'],
    ['an OTOCO of one type', { ...otoco, orders: [entry, target, target] }, 'type[2] "limit" must differ'],
    ['an OTOCO of two symbols', { ...otoco, orders: [entry, target, { ...stop, symbol: 'QQQ' }] }, 'symbol[2] "QQQ" must be that of'],
    [
      'an OTOCO of two options',
      {
        ...otoco,
        orders: [entry, { ...target, option_symbol: CALL, side: 'sell_to_close' }, { ...stop, option_symbol: PUT, side: 'sell_to_close' }],
      },
      `option_symbol[2] "${PUT}" must be that of`,
    ],
  ];
  for (const [name, order, words] of wrong) {
    it(`are refused with ${name}, before anything is sent`, async () => {
      const error: unknown = await client.orders.place(order as OrderRequest).catch((failure: unknown) => failure);
      expect(error).to.be.instanceOf(RuleError);
      expect((error as RuleError).message).to.contain(words);
      expect(tradier.requests).to.have.length(0);
    });
  }

  it('are changed in what can change, and in something', async () => {
    const nothing: unknown = await client.orders.modify('1', {}).catch((failure: unknown) => failure);
    expect(nothing).to.be.instanceOf(RuleError).and.to.have.property('message', 'change {} must name at least one of type, duration, price and stop');
    const negative: unknown = await client.orders.modify('1', { stop: -1 }).catch((failure: unknown) => failure);
    expect(negative).to.be.instanceOf(RuleError).and.to.include({ field: 'stop' });
    expect(tradier.requests).to.have.length(0);
  });

  it('do not compile without what their type needs', () => {
    // @ts-expect-error a limit order has a price
    const limit: OrderRequest = { class: 'equity', symbol: 'SPY', side: 'buy', quantity: 1, type: 'limit', duration: 'day' };
    // @ts-expect-error a stop-limit order has two
    const stopLimit: OrderRequest = { class: 'equity', symbol: 'SPY', side: 'buy', quantity: 1, type: 'stop_limit', price: 1, duration: 'day' };
    // @ts-expect-error a debit has a price
    const debit: OrderRequest = { class: 'multileg', symbol: 'SPY', type: 'debit', duration: 'day', legs: multileg.legs };
    // @ts-expect-error an option is opened or closed
    const bought: OrderRequest = { ...option, side: 'buy' };
    // @ts-expect-error the quantity can not change
    const change: Parameters<TradierClient['orders']['modify']>[1] = { quantity: 2 };
    // @ts-expect-error an order that is waited for is no market order
    const first: OtoOrder = { ...oto, orders: [{ symbol: 'SPY', side: 'buy', quantity: 1, type: 'market' }, entry] };
    expect([limit, stopLimit, debit, bought, change, first]).to.have.length(6);
  });

  it('are listed page after page, each once, where the list moves while it is read', async () => {
    const page = (number: number, ids: number[]) => ({
      body: { orders: { order: ids.map((id) => ({ id, class: 'equity', status: number === 1 ? 'open' : 'filled' })), page: number, total_pages: 2 } },
    });
    tradier.on(`GET ${ORDERS}`, page(1, [1, 2]), page(2, [2, 3]));
    const orders = await client.orders.all({ status: ['open', 'filled'] });
    expect(orders.map(({ id, status }) => [id, status])).to.deep.equal([
      ['1', 'open'],
      ['2', 'filled'],
      ['3', 'filled'],
    ]);
    expect(tradier.requests.map((request) => request.query)).to.deep.equal(
      ['1', '2'].map((number) => ({ includeTags: 'true', limit: '1000', page: number, status: 'open,filled' })),
    );
  });
});

describe('quotes of any list', () => {
  let tradier: FakeTradier;
  let http: TradierHttp;
  let client: TradierClient;
  before(async () => {
    tradier = await FakeTradier.start();
    http = httpTo(tradier);
    client = new TradierClient(http, 'VA000001');
  });
  beforeEach(() => tradier.requests.splice(0));
  after(async () => {
    await http.close();
    await tradier.stop();
  });

  it('of ten thousand symbols are ten requests', async () => {
    tradier.json('POST /markets/quotes', { quotes: { quote: { symbol: 'AAPL' }, unmatched_symbols: { symbol: 'ZZZZ' } } });
    const { quotes, unmatched } = await client.markets.quotes(Array.from({ length: 10_000 }, (_, index) => `S${index}`));
    expect([tradier.requests.length, quotes.length, unmatched.length]).to.deep.equal([10, 10, 10]);
    expect(tradier.requests.flatMap((request) => request.form['symbols']?.split(',') ?? [])).to.have.length(10_000);
  });

  it('of none is no request', async () => {
    expect(await client.markets.quotes([])).to.deep.equal({ quotes: [], unmatched: [] });
    expect(tradier.requests).to.have.length(0);
  });

  for (const odd of ['', ' ', 'AAPL,MSFT'])
    it(`refuses ${JSON.stringify(odd)} as a symbol`, async () => {
      const error: unknown = await client.markets.quotes(['AAPL', odd]).catch((failure: unknown) => failure);
      expect(error)
        .to.be.instanceOf(RuleError)
        .and.to.have.property('message', `symbols ${JSON.stringify(odd)} must be symbols without blanks and commas`);
      expect(tradier.requests).to.have.length(0);
    });
});
