import { cash, equitySymbol, InvariantError, price, type Order, type OrderId, type OrderTerms } from '@sofi/domain';
import { expect } from 'chai';
import { HTML, httpTo, IMPATIENT, INVALID_TOKEN } from '../test/connection.js';
import { FakeTradier, type Reply } from '../test/fake-tradier.js';
import type { TradierHttp } from './http.js';
import { TradierBroker } from './tradier-broker.js';
import { TradierClient } from './tradier-client.js';

const ORDERS = '/accounts/VA000001/orders';

function order(terms: OrderTerms = { type: 'market' }): Order {
  return {
    ...terms,
    id: 'rsi-1-AAPL-1381152600000' as OrderId,
    account: 'VA000001',
    symbol: equitySymbol('BRK/B'),
    side: 'buy',
    quantity: 12,
    duration: 'day',
    origin: { kind: 'strategy', strategyId: 'rsi-1', intent: 'enter' },
  };
}

function wireOrder(fields: Record<string, unknown>): Record<string, unknown> {
  return {
    id: 228175,
    type: 'limit',
    symbol: 'AAPL',
    side: 'buy',
    quantity: 50.0,
    status: 'open',
    duration: 'day',
    price: 22.0,
    class: 'equity',
    avg_fill_price: 0.0,
    exec_quantity: 0.0,
    last_fill_price: 0.0,
    last_fill_quantity: 0.0,
    remaining_quantity: 50.0,
    create_date: '2018-06-01T12:02:29.682Z',
    transaction_date: '2018-06-01T12:30:02.385Z',
    ...fields,
  };
}

describe('the broker', () => {
  let tradier: FakeTradier;
  let http: TradierHttp;
  let broker: TradierBroker;
  beforeEach(async () => {
    tradier = await FakeTradier.start();
    http = httpTo(tradier, { timeouts: IMPATIENT });
    broker = new TradierBroker(new TradierClient(http, 'VA000001'));
  });
  afterEach(async () => {
    await http.close();
    await tradier.stop();
  });

  describe('places', () => {
    const common = { class: 'equity', symbol: 'BRK/B', side: 'buy', quantity: '12', duration: 'day', tag: 'rsi-1-AAPL-1381152600000' };
    const forms: [OrderTerms, Record<string, string>][] = [
      [{ type: 'market' }, { type: 'market' }],
      [
        { type: 'limit', limitPrice: price(12.34) },
        { type: 'limit', price: '12.34' },
      ],
      [
        { type: 'stop', stopPrice: price(0.0001) },
        { type: 'stop', stop: '0.0001' },
      ],
      [
        { type: 'stop_limit', limitPrice: price(10), stopPrice: price(9.5) },
        { type: 'stop_limit', price: '10', stop: '9.5' },
      ],
    ];
    for (const [terms, fields] of forms) {
      it(`a ${terms.type} order with our id as its tag`, async () => {
        tradier.json(`POST ${ORDERS}`, { order: { id: 257459, status: 'ok', partner_id: 'c4998eb7' } });
        expect(await broker.place(order(terms))).to.deep.equal({ outcome: 'accepted', brokerOrderId: '257459' });
        expect(tradier.requests[0]?.form).to.deep.equal({ ...common, ...fields });
      });
    }

    const rejections: [string, Reply, string][] = [
      ['errors with a 200', { body: { errors: { error: ['Override refused.', 'DayTradingBuyingPowerExceeded'] } } }, 'Override refused. (DayTradingBuyingPowerExceeded)'],
      ['errors inside the order', { body: { order: { errors: { error: 'No.' } } } }, 'No.'],
      ['a bad parameter', { status: 400, body: 'Invalid parameter, duration: is not valid.' }, 'Invalid parameter, duration: is not valid.'],
      ['an account that is not ours', { status: 401, body: 'Unauthorized Account: VA000001' }, 'Unauthorized Account: VA000001'],
      ['a bad token', { status: 401, body: INVALID_TOKEN }, 'Tradier does not accept the access token (any more): Invalid Access Token'],
      ['too many requests', { status: 429, body: 'Quota Violation 1705072233914' }, 'Tradier allows no more requests at the moment'],
    ];
    for (const [name, reply, reason] of rejections) {
      it(`and calls ${name} a rejection`, async () => {
        tradier.on(`POST ${ORDERS}`, reply);
        expect(await broker.place(order())).to.deep.equal({ outcome: 'rejected', reason });
      });
    }

    const unclear: [string, Reply][] = [
      ['silence', 'silence'],
      ['a reset connection', 'reset'],
      ['a 500', { status: 500, body: { fault: { faultstring: 'Datastore Error', detail: { errorcode: 'steps.servicecallout.ExecutionFailed' } } } }],
      ['a 504', { status: 504, body: 'Gateway Timeout' }],
      ['a web page', { body: HTML }],
      ['an empty 200', { body: '' }],
      ['a 200 without an id', { body: { order: { status: 'ok' } } }],
      ['half an answer', { body: '{"order":{"id":2574' }],
    ];
    for (const [name, reply] of unclear) {
      it(`once, and calls ${name} unknown`, async () => {
        tradier.on(`POST ${ORDERS}`, reply, { body: { order: { id: 1, status: 'ok' } } });
        expect((await broker.place(order())).outcome).to.equal('unknown');
        expect(tradier.requests).to.have.length(1);
      });
    }

    it('once over a kept-alive connection that breaks, too', async () => {
      tradier.json('GET /accounts/VA000001/positions', { positions: 'null' }).on(`POST ${ORDERS}`, 'reset', { body: { order: { id: 1, status: 'ok' } } });
      await broker.positions();
      expect((await broker.place(order())).outcome).to.equal('unknown');
      expect(tradier.of(`POST ${ORDERS}`)).to.have.length(1);
    });

    it('what closes a position also where only the last of the limit is left, which what opens one must leave alone', async () => {
      const expiry = String(Date.now() + 60_000);
      const headers = { 'x-ratelimit-allowed': '10', 'x-ratelimit-used': '9', 'x-ratelimit-expiry': expiry };
      tradier.on('POST /accounts/VA000001/orders', { headers, body: { order: { id: 1, status: 'ok' } } });
      await broker.place(order());
      expect(await broker.place(order()), 'nine of ten are used').to.include({ outcome: 'rejected' });
      expect(await broker.place({ ...order(), side: 'sell' })).to.include({ outcome: 'accepted' });
      expect(tradier.of('POST /accounts/VA000001/orders').map(({ form }) => form['side'])).to.deep.equal(['buy', 'sell']);
    });

    it('nothing that can not be right: it is rejected in words, and so is its preview', async () => {
      const early: Order = { ...order(), duration: 'pre' };
      const rejected = { outcome: 'rejected', reason: 'duration "pre" is for limit orders in shares' };
      expect(await broker.place(early)).to.deep.equal(rejected);
      expect(await broker.preview(early)).to.deep.equal(rejected);
      expect(tradier.requests).to.have.length(0);
    });

    it('nothing of another account', async () => {
      const stray = { ...order(), account: 'VA999999' };
      const outcome = await broker.place(stray).catch((error: unknown) => error);
      expect(outcome).to.be.instanceOf(InvariantError);
      expect(tradier.requests).to.have.length(0);
    });
  });

  describe('previews', () => {
    it('what an order would cost', async () => {
      tradier.json(`POST ${ORDERS}`, { order: { status: 'ok', commission: 4.0, cost: 3104.0, fees: 0, margin_change: 1552.0, result: true, order_cost: 3100.0 } });
      expect(await broker.preview(order())).to.deep.equal({ outcome: 'ok', cost: cash(3104), commission: cash(4), marginChange: cash(1552) });
      expect(tradier.requests[0]?.form['preview']).to.equal('true');
    });

    it('what would be rejected, and tells it from no answer', async () => {
      tradier.on(`POST ${ORDERS}`, { body: { order: { errors: 'You do not have enough buying power for this trade.', result: false } } }, { status: 502, body: '' });
      expect(await broker.preview(order())).to.deep.equal({ outcome: 'rejected', reason: 'You do not have enough buying power for this trade.' });
      expect((await broker.preview(order())).outcome).to.equal('unavailable');
    });
  });

  describe('cancels', () => {
    const id = '257459' as never;
    const cases: [string, Reply, string][] = [
      ['on its way', { body: { order: { id: 257459, status: 'ok' } } }, 'requested'],
      ['too late', { status: 400, body: 'order already in finalized state: filled' }, 'finished'],
      ['unknown to Tradier', { status: 401, body: 'Unauthorized Account: VA000001' }, 'finished'],
      ['of an unclear outcome', 'silence', 'unavailable'],
      ['with a bad token', { status: 401, body: INVALID_TOKEN }, 'unavailable'],
    ];
    for (const [name, reply, outcome] of cases) {
      it(`${name}: ${outcome}, asked once`, async () => {
        tradier.on(`DELETE ${ORDERS}/257459`, reply);
        expect((await broker.cancel(id)).outcome).to.equal(outcome);
        expect(tradier.requests).to.have.length(1);
      });
    }
  });

  describe('reads orders', () => {
    it('with their tags and as many as there can be', async () => {
      tradier.json(`GET ${ORDERS}`, { orders: 'null' });
      expect(await broker.orders()).to.deep.equal({ state: 'known', value: [] });
      expect(tradier.requests[0]?.query).to.deep.equal({ includeTags: 'true', limit: '1000', page: '1' });
    });

    it('where there is one only', async () => {
      tradier.json(`GET ${ORDERS}`, { orders: { order: wireOrder({ tag: 'manual-7' }) } });
      expect(await broker.orders()).to.deep.equal({
        state: 'known',
        value: [
          {
            brokerOrderId: '228175',
            orderId: 'manual-7',
            symbol: 'AAPL',
            status: 'working',
            filledQuantity: 0,
            averageFillPrice: 0,
            lastFillPrice: 0,
            time: Date.UTC(2018, 5, 1, 12, 30, 2, 385),
          },
        ],
      });
    });

    it('page after page', async () => {
      const page = (id: number, pages: number) => ({ body: { orders: { order: [wireOrder({ id })], page: id, total_pages: pages, total_orders: 2 } } });
      tradier.on(`GET ${ORDERS}`, page(1, 2), page(2, 2));
      const answer = await broker.orders();
      expect(answer.state === 'known' && answer.value.map((report) => report.brokerOrderId)).to.deep.equal(['1', '2']);
      expect(tradier.requests.map((request) => request.query['page'])).to.deep.equal(['1', '2']);
    });

    it('page after page where no count is said, until a page brings nothing new', async () => {
      const full = Array.from({ length: 1000 }, (_, index) => wireOrder({ id: index + 1 }));
      tradier.json(`GET ${ORDERS}`, { orders: { order: full } });
      const answer = await broker.orders();
      expect(answer.state === 'known' && answer.value.length).to.equal(1000);
      expect(tradier.requests).to.have.length(2);
    });

    it('but says unavailable, never empty, when a read fails', async () => {
      for (const reply of ['silence', { body: HTML }, { status: 500, body: '' }, { body: {} }, { body: { orders: { order: { id: 1 } } } }] satisfies Reply[]) {
        tradier.on(`GET ${ORDERS}`, reply);
        expect((await broker.orders()).state, JSON.stringify(reply)).to.equal('unavailable');
      }
    });

    const fields = (filled: number, average: number, last: number, lastQuantity: number) => ({
      exec_quantity: filled,
      avg_fill_price: average,
      last_fill_price: last,
      last_fill_quantity: lastQuantity,
    });
    const reports: [string, Record<string, unknown>, { status: string; filledQuantity: number; averageFillPrice: number }][] = [
      ['pending', { status: 'pending' }, { status: 'pending', filledQuantity: 0, averageFillPrice: 0 }],
      ['filled in part', { status: 'partially_filled', ...fields(20, 21.5, 21.6, 5) }, { status: 'working', filledQuantity: 20, averageFillPrice: 21_500_000 }],
      ['filled', { status: 'filled', ...fields(50, 21.123456, 21.5, 30) }, { status: 'filled', filledQuantity: 50, averageFillPrice: 21_123_456 }],
      ['filled, its price not yet said', { status: 'filled', ...fields(50, 0, 0, 0) }, { status: 'working', filledQuantity: 0, averageFillPrice: 0 }],
      ['filled, its quantity not yet said', { status: 'filled', ...fields(0, 0, 0, 0) }, { status: 'working', filledQuantity: 0, averageFillPrice: 0 }],
      ['filled at once, its average not yet said', { status: 'filled', ...fields(50, 0, 21.5, 50) }, { status: 'filled', filledQuantity: 50, averageFillPrice: 21_500_000 }],
      [
        'cancelled after a part',
        { status: 'canceled', remaining_quantity: 0, ...fields(20, 21.5, 21.5, 20) },
        { status: 'cancelled', filledQuantity: 20, averageFillPrice: 21_500_000 },
      ],
      ['expired', { status: 'expired', remaining_quantity: 0 }, { status: 'expired', filledQuantity: 0, averageFillPrice: 0 }],
      ['rejected', { status: 'rejected' }, { status: 'rejected', filledQuantity: 0, averageFillPrice: 0 }],
      ['in error', { status: 'error' }, { status: 'rejected', filledQuantity: 0, averageFillPrice: 0 }],
      ['being cancelled', { status: 'pending_cancel' }, { status: 'working', filledQuantity: 0, averageFillPrice: 0 }],
      ['in a state that is new', { status: 'pondering' }, { status: 'working', filledQuantity: 0, averageFillPrice: 0 }],
      [
        'with numbers as texts',
        { status: 'filled', quantity: '50.0', exec_quantity: '50.00000000', avg_fill_price: '21.5', last_fill_price: '0E-8' },
        { status: 'filled', filledQuantity: 50, averageFillPrice: 21_500_000 },
      ],
    ];
    for (const [name, wire, expected] of reports) {
      it(name, async () => {
        tradier.json(`GET ${ORDERS}`, { orders: { order: [wireOrder(wire)] } });
        const answer = await broker.orders();
        expect(answer.state === 'known' && answer.value[0]).to.include(expected);
      });
    }

    it('with the reason of a rejection', async () => {
      tradier.json(`GET ${ORDERS}`, { orders: { order: wireOrder({ status: 'rejected', reason_description: 'You do not have enough buying power for this trade.' }) } });
      const answer = await broker.orders();
      expect(answer.state === 'known' && answer.value[0]?.reason).to.equal('You do not have enough buying power for this trade.');
    });

    it('leaving out options and spreads, but not the legs in shares', async () => {
      const option = wireOrder({ id: 1, class: 'option', option_symbol: 'AAPL180720C00200000', side: 'buy_to_open' });
      const oco = { id: 2, class: 'oco', status: 'open', create_date: '2018-06-01T12:02:29.682Z', leg: [wireOrder({ id: 3 }), wireOrder({ id: 4, type: 'stop' })] };
      const combo = wireOrder({ id: 5, class: 'combo', leg: wireOrder({ id: 6, class: 'option' }) });
      tradier.json(`GET ${ORDERS}`, { orders: { order: [option, oco, combo] } });
      const answer = await broker.orders();
      expect(answer.state === 'known' && answer.value.map((report) => report.brokerOrderId)).to.deep.equal(['3', '4']);
    });
  });

  describe('reads the account', () => {
    const balances = {
      total_equity: 17798.36,
      account_number: 'VA000001',
      close_pl: -4813.0,
      market_value: 11434.5,
      open_pl: 546.9,
      total_cash: 6363.86,
    };
    const kinds: [string, Record<string, unknown>, number, 1 | 2][] = [
      ['margin', { margin: { stock_buying_power: 12727.72 } }, 12_727_720_000, 2],
      ['pdt', { pdt: { stock_buying_power: 12727.72, day_trade_buying_power: 50000 } }, 12_727_720_000, 2],
      ['cash', { cash: { cash_available: 4343.38, unsettled_funds: 1310 } }, 4_343_380_000, 1],
    ];
    for (const [type, parts, buyingPower, leverage] of kinds) {
      it(`of type ${type}`, async () => {
        tradier.json('GET /accounts/VA000001/balances', { balances: { ...balances, account_type: type, ...parts } });
        expect(await broker.balances()).to.deep.equal({
          state: 'known',
          value: {
            account: 'VA000001',
            totalCash: 6_363_860_000,
            equity: 17_798_360_000,
            marketValue: 11_434_500_000,
            stockBuyingPower: buyingPower,
            leverage,
            openProfit: 546_900_000,
            closedProfit: -4_813_000_000,
          },
        });
      });
    }

    it('but does not guess a buying power that was not said', async () => {
      tradier.json('GET /accounts/VA000001/balances', { balances: { ...balances, account_type: 'margin' } });
      expect((await broker.balances()).state).to.equal('unavailable');
    });

    it('and its positions in shares', async () => {
      const option = { cost_basis: 8816.0, date_acquired: '2023-09-22T18:15:51.202Z', id: 5299094, quantity: 4.0, symbol: 'SPXW230922C04305000' };
      const long = { cost_basis: 207.01, date_acquired: '2018-08-08T14:41:11.405Z', id: 130089, quantity: 1.0, symbol: 'AAPL' };
      const short = { cost_basis: -1000, date_acquired: '2018-08-08T14:41:11.405Z', id: 130090, quantity: -10, symbol: 'BRK/B' };
      tradier.on('GET /accounts/VA000001/positions', { body: { positions: { position: [option, long, short] } } }, { body: { positions: 'null' } }, { body: {} });
      expect(await broker.positions()).to.deep.equal({
        state: 'known',
        value: [
          { symbol: 'AAPL', netQuantity: 1, costBasis: 207_010_000 },
          { symbol: 'BRK/B', netQuantity: -10, costBasis: -1_000_000_000 },
        ],
      });
      expect(await broker.positions()).to.deep.equal({ state: 'known', value: [] });
      expect((await broker.positions()).state).to.equal('unavailable');
    });
  });
});
