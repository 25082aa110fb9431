import { expect } from 'chai';
import type { RunningSimulator } from './simulator.js';
import { ACCOUNT_PATH, Client, Scratch, started, type Listener, type WireMessage } from './testing.js';

describe('Orders', () => {
  let scratch: Scratch;
  let simulator: RunningSimulator;
  let client: Client;
  let listener: Listener;
  let standing: WireMessage;
  beforeEach(async () => {
    scratch = new Scratch();
    simulator = await started(['--replay', scratch.tape(3), '--session', '24h', '--speed', 'max']);
    client = new Client(simulator.url);
    listener = await client.listen({ symbols: ['AAPL', 'TSLA'], filter: ['quote', 'clock'] });
    standing = await listener.clock();
  });
  afterEach(async () => {
    await simulator.close();
    scratch.remove();
  });
  const goOn = async () => {
    listener.acknowledge(standing);
    standing = await listener.clock();
  };
  const untilFilled = async (id: number) => {
    for (let steps = 0; steps < 200; steps += 1) {
      const { order } = (await client.get(`${ACCOUNT_PATH}/orders/${id}`)) as { order: { status: string; avg_fill_price: number } };
      if (order.status === 'filled') return order.avg_fill_price;
      await goOn();
    }
    throw new Error('not filled within 200 steps');
  };
  const quote = () => listener.heard.findLast(({ symbol, type }) => symbol === 'AAPL' && type === 'quote') as WireMessage & { bid: number; ask: number };
  const place = (form: Record<string, string | number>) =>
    client.text('POST', `${ACCOUNT_PATH}/orders`, { class: 'equity', symbol: 'AAPL', side: 'buy', quantity: 1, type: 'market', duration: 'day', ...form });
  const reason = async (id: number) => ((await client.get(`${ACCOUNT_PATH}/orders/${id}`)) as { order: { status: string; reason_description?: string } }).order;

  it('are refused in plain text where a field can not be read', async () => {
    const cases: [Record<string, string | number>, string][] = [
      [{ class: 'fractional' }, 'Invalid parameter, class: is not valid.'],
      [{ symbol: 'ZZZZ' }, 'Invalid parameter, symbol: is not valid.'],
      [{ side: 'hold' }, 'Invalid parameter, side: is not valid.'],
      [{ quantity: '1.5' }, 'Invalid parameter, quantity: is not valid.'],
      [{ type: 'trailing' }, 'Invalid parameter, type: is not valid.'],
      [{ duration: 'ioc' }, 'Invalid parameter, duration: is not valid.'],
      [{ duration: 'pre', type: 'limit', price: 1 }, 'Invalid parameter, duration: pre market no longer available'],
      [{ type: 'limit' }, 'Invalid parameter, price: is required.'],
      [{ type: 'stop', stop: -1 }, 'Invalid parameter, stop: is not valid.'],
      [{ tag: 'a b' }, 'Invalid parameter, tag: contains invalid characters.'],
      [{ tag: 'a'.repeat(256) }, 'Invalid parameter, tag: contains more than 255 characters.'],
    ];
    for (const [form, words] of cases) expect(await place(form)).to.deep.equal([400, words]);
  });

  it('are refused with 200 and errors where the order system says no at once', async () => {
    const { ask, bid } = quote();
    const cases: [Record<string, string | number>, string][] = [
      [{ duration: 'gtc' }, 'MarketOrderIsGtc'],
      [{ duration: 'gtc', side: 'sell_short', type: 'limit', price: 1 }, 'ShortOrderIsGtc'],
      [{ quantity: 0 }, 'OrderQuantity'],
      [{ quantity: 10_000_001 }, 'IncorrectOrderQuantity'],
      [{ type: 'stop', stop: ask }, 'BuyStopOrderStopPriceLessAsk'],
      [{ type: 'stop', side: 'sell', stop: bid }, 'SellStopOrderStopPriceGreaterBid'],
    ];
    for (const [form, code] of cases) {
      const [status, body] = await place(form);
      expect([status, JSON.parse(body).errors.error[1]]).to.deep.equal([200, code]);
    }
  });

  it('are taken with ok and then rejected where money or side is wrong', async () => {
    // 2 × $100,000 buys fewer than 1,000 shares at more than $200
    expect(await reason(await client.order({ quantity: 1000 }))).to.include({
      status: 'rejected',
      reason_description: 'You do not have enough buying power for this trade.',
      remaining_quantity: 1000,
    });
    expect((await reason(await client.order({ side: 'sell' }))).reason_description).to.match(/^Sell order cannot be placed unless/);
    expect((await reason(await client.order({ side: 'buy_to_cover' }))).reason_description).to.match(/^Buy To Cover order cannot be placed unless/);
    await untilFilled(await client.order({ quantity: 10 }));
    expect((await reason(await client.order({ side: 'sell', quantity: 11 }))).reason_description).to.match(/^Sell order is for more shares/);
    expect((await reason(await client.order({ side: 'sell_short' }))).reason_description).to.match(/^Sell short order cannot be placed while/);
    await client.order({ side: 'sell', quantity: 6, type: 'limit', price: 1000 });
    expect((await reason(await client.order({ side: 'sell', quantity: 5 }))).reason_description, '10 held, 6 of them for sale').to.match(/^Sell order is for more shares/);
  });

  it('move cash and shares by exactly what was paid', async () => {
    const paid = await untilFilled(await client.order({ quantity: 100 }));
    const position = { cost_basis: Math.round(paid * 100 * 1e6) / 1e6, quantity: 100, symbol: 'AAPL' };
    expect(((await client.get(`${ACCOUNT_PATH}/positions`)) as { positions: { position: object } }).positions.position).to.include(position);
    const { balances } = (await client.get(`${ACCOUNT_PATH}/balances`)) as {
      balances: { total_cash: number; total_equity: number; market_value: number; margin: { stock_buying_power: number } };
    };
    expect(balances.total_cash).to.be.closeTo(100_000 - paid * 100, 1e-6);
    expect(balances.total_equity).to.be.closeTo(balances.total_cash + balances.market_value, 1e-6);
    expect(balances.margin.stock_buying_power).to.be.closeTo(2 * balances.total_equity - balances.market_value, 1e-6);
    const sold = await untilFilled(await client.order({ side: 'sell', quantity: 100 }));
    expect(await client.get(`${ACCOUNT_PATH}/positions`)).to.deep.equal({ positions: 'null' });
    const after = (await client.get(`${ACCOUNT_PATH}/balances`)) as { balances: { total_cash: number; close_pl: number } };
    expect(after.balances.total_cash).to.be.closeTo(100_000 + (sold - paid) * 100, 1e-6);
    expect(after.balances.close_pl).to.be.closeTo((sold - paid) * 100, 1e-6);
    expect(await client.get(`${ACCOUNT_PATH}/history`)).to.have.nested.property('history.event.length', 2);
  });

  it('can be sold short and covered', async () => {
    const sold = await untilFilled(await client.order({ side: 'sell_short', quantity: 10 }));
    const { positions } = (await client.get(`${ACCOUNT_PATH}/positions`)) as { positions: { position: { quantity: number; cost_basis: number } } };
    expect(positions.position.quantity).to.equal(-10);
    expect(positions.position.cost_basis).to.be.closeTo(-10 * sold, 1e-6);
    expect((await reason(await client.order({ side: 'buy' }))).reason_description).to.match(/must be placed as a Buy to Cover/);
    await untilFilled(await client.order({ side: 'buy_to_cover', quantity: 10 }));
    expect(await client.get(`${ACCOUNT_PATH}/positions`)).to.deep.equal({ positions: 'null' });
  });

  it('with a limit are never filled at worse than it', async () => {
    const limit = quote().ask;
    const paid = await untilFilled(await client.order({ type: 'limit', price: limit }));
    expect(paid).to.be.at.most(limit);
  });

  it('are listed with their tag only when asked, cancelled, changed, and final once finished', async () => {
    const id = await client.order({ type: 'limit', price: 1, tag: 'my-tag-1' });
    const second = await client.order({ type: 'limit', price: 1 });
    expect(second).to.be.greaterThan(id);
    expect(await client.get(`${ACCOUNT_PATH}/orders`)).to.not.have.nested.property('orders.order[0].tag');
    expect(await client.get(`${ACCOUNT_PATH}/orders?includeTags=true`)).to.have.nested.property('orders.order[0].tag', 'my-tag-1');
    expect(await client.text('PUT', `${ACCOUNT_PATH}/orders/${id}`, { price: 2 })).to.deep.equal([200, `{"order":{"id":${id},"status":"ok","partner_id":"simulated"}}`]);
    expect(await client.get(`${ACCOUNT_PATH}/orders/${id}`)).to.have.nested.include({ 'order.price': 2, 'order.status': 'open' });
    expect(await client.text('DELETE', `${ACCOUNT_PATH}/orders/${id}`)).to.deep.equal([200, `{"order":{"id":${id},"status":"ok"}}`]);
    expect(await client.get(`${ACCOUNT_PATH}/orders/${id}`)).to.have.nested.include({ 'order.status': 'canceled', 'order.remaining_quantity': 0 });
    expect(await client.text('DELETE', `${ACCOUNT_PATH}/orders/${id}`)).to.deep.equal([400, 'order already in finalized state: canceled']);
    expect(await client.text('PUT', `${ACCOUNT_PATH}/orders/${id}`, { price: 3 })).to.deep.equal([400, 'order already in finalized state: canceled']);
    expect(await client.text('GET', `${ACCOUNT_PATH}/orders/9`)).to.deep.equal([401, 'Unauthorized Account: SIM0000001']);
    expect(await client.get(`${ACCOUNT_PATH}/orders?status=filled`)).to.deep.equal({ orders: 'null' });
    expect(await client.get(`${ACCOUNT_PATH}/orders?limit=1&page=2`)).to.have.nested.include({ 'orders.order.id': second, 'orders.total_pages': 2 });
  });

  it('can be previewed without a trace', async () => {
    const { ask } = quote();
    const preview = (await client.post(`${ACCOUNT_PATH}/orders`, {
      class: 'equity',
      symbol: 'AAPL',
      side: 'buy',
      quantity: 10,
      type: 'market',
      duration: 'day',
      preview: 'true',
    })) as { order: Record<string, unknown> };
    expect(preview.order).to.include({ status: 'ok', result: true, commission: 0, quantity: 10 });
    expect(preview.order['cost']).to.be.closeTo(10 * ask, 1e-6);
    expect(
      await client.post(`${ACCOUNT_PATH}/orders`, { class: 'equity', symbol: 'AAPL', side: 'buy', quantity: 1000, type: 'market', duration: 'day', preview: 'true' }),
    ).to.deep.equal({
      errors: { error: ['You do not have enough buying power for this trade.', 'InitialMargin'] },
    });
    expect(await client.get(`${ACCOUNT_PATH}/orders`)).to.deep.equal({ orders: 'null' });
  });
});
