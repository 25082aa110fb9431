import { expect } from 'chai';
import type { RunningSimulator } from './simulator.js';
import { ACCOUNT_PATH, Client, closeAll, Scratch, started, type Listener, type WireMessage } from './testing.js';

type Form = Record<string, string | number>;
interface Wire {
  readonly id: number;
  readonly status: string;
  readonly avg_fill_price: number;
  readonly leg: readonly Wire[];
}

const CALL = 'AAPL260320C00200000';
const HIGHER = 'AAPL260320C00250000';

describe('Orders of every class', () => {
  let scratch: Scratch;
  let simulator: RunningSimulator;
  let client: Client;
  let listener: Listener;
  let standing: WireMessage;
  before(async () => {
    scratch = new Scratch();
    simulator = await started(['--replay', scratch.tape(6), '--session', '24h', '--speed', 'max']);
    client = new Client(simulator.url);
    listener = await client.listen({ symbols: ['AAPL', 'TSLA'], filter: ['quote', 'clock'] });
    standing = await listener.clock();
  });
  after(async () => {
    await closeAll();
    scratch.remove();
  });
  const goOn = async () => {
    listener.acknowledge(standing);
    standing = await listener.clock();
  };
  const order = async (id: number) => ((await client.get(`${ACCOUNT_PATH}/orders/${id}?includeTags=true`)) as { order: Wire }).order;
  const untilFilled = async (id: number): Promise<Wire> => {
    for (let steps = 0; steps < 200; steps += 1) {
      const found = await order(id);
      if (found.status !== 'open' && found.status !== 'pending') return found;
      await goOn();
    }
    throw new Error('still working after 200 steps');
  };
  const quote = () => listener.heard.findLast(({ symbol, type }) => symbol === 'AAPL' && type === 'quote') as WireMessage & { bid: number; ask: number };
  const send = (form: Form) => client.text('POST', `${ACCOUNT_PATH}/orders`, form);
  const place = async (form: Form): Promise<number> => {
    const [, body] = await send(form);
    return (JSON.parse(body) as { order: { id: number } }).order.id;
  };

  const option = { class: 'option', symbol: 'AAPL', option_symbol: CALL, side: 'buy_to_open', quantity: 1, type: 'market', duration: 'day' };
  const multileg = {
    ...{ class: 'multileg', symbol: 'AAPL', type: 'market', duration: 'day' },
    ...{ 'option_symbol[0]': CALL, 'side[0]': 'buy_to_open', 'quantity[0]': 1 },
    ...{ 'option_symbol[1]': HIGHER, 'side[1]': 'sell_to_open', 'quantity[1]': 1 },
  };
  const combo = {
    ...{ class: 'combo', symbol: 'AAPL', type: 'market', duration: 'day', 'side[0]': 'buy', 'quantity[0]': 100 },
    ...{ 'option_symbol[1]': HIGHER, 'side[1]': 'sell_to_open', 'quantity[1]': 1 },
  };
  const part = (at: number, side: string, type: string, prices: Form): Form => ({
    ...Object.fromEntries(Object.entries({ symbol: 'AAPL', side, quantity: 5, type, ...prices }).map(([name, value]) => [`${name}[${at}]`, value])),
  });
  const oco = () => ({ class: 'oco', duration: 'day', ...part(0, 'sell', 'limit', { price: 1000 }), ...part(1, 'sell', 'stop', { stop: 1 }) });
  const oto = () => ({ class: 'oto', duration: 'day', ...part(0, 'buy', 'limit', { price: 1000 }), ...part(1, 'sell', 'limit', { price: 1000 }) });
  const otoco = () => ({ ...oto(), class: 'otoco', ...part(2, 'sell', 'stop', { stop: 1 }) });

  it('are refused in plain text where their form is wrong', async () => {
    const cases: [Form, string][] = [
      [{ ...option, option_symbol: 'AAPL' }, 'option_symbol'],
      [{ ...option, option_symbol: CALL.replace('AAPL', 'TSLA') }, 'option_symbol'],
      [{ ...option, side: 'buy' }, 'side'],
      [{ ...option, duration: 'gtd' }, 'duration'],
      [{ ...multileg, symbol: 'ZZZZ' }, 'symbol'],
      [{ ...multileg, type: 'limit' }, 'type'],
      [{ ...multileg, duration: 'pre' }, 'duration'],
      [{ ...multileg, 'side[1]': 'sell' }, 'side[1]'],
      [{ ...multileg, 'quantity[1]': 1.5 }, 'quantity[1]'],
      [{ ...multileg, type: 'debit', price: -1 }, 'price'],
      [{ class: 'multileg', symbol: 'AAPL', type: 'market', duration: 'day', 'option_symbol[0]': CALL, 'side[0]': 'buy_to_open', 'quantity[0]': 1 }, 'side[1]'],
      [{ ...combo, 'option_symbol[0]': CALL }, 'option_symbol[0]'],
      [{ ...combo, 'side[0]': 'buy_to_open' }, 'side[0]'],
      [{ ...oto(), symbol: 'AAPL' }, 'symbol'],
      [{ ...oto(), 'symbol[1]': '' }, 'symbol[1]'],
      [{ ...oto(), 'quantity[0]': 'x' }, 'quantity[0]'],
      [{ ...oco(), 'symbol[1]': 'TSLA' }, 'symbol[1]'],
      [{ ...oco(), 'type[1]': 'limit', 'price[1]': 900 }, 'type[1]'],
      [{ ...oco(), ...part(2, 'sell', 'stop', { stop: 1 }) }, 'symbol[2]'],
    ];
    for (const [form, field] of cases) expect(await send(form), field).to.deep.equal([400, `Invalid parameter, ${field}: is not valid.`]);
    expect(await send({ ...multileg, type: 'debit' })).to.deep.equal([400, 'Invalid parameter, price: is required.']);
  });

  it('are refused with errors where their shape is', async () => {
    const { ask } = quote();
    const cases: [Form, string][] = [
      [{ ...option, option_symbol: 'AAPL260220C00200000' }, 'InvalidOrderExpiration'],
      [{ ...option, duration: 'gtc' }, 'MarketOrderIsGtc'],
      [{ ...option, type: 'stop', stop: 0.01 }, 'BuyStopOrderStopPriceLessAsk'],
      [{ ...option, quantity: 0 }, 'OrderQuantity'],
      [{ ...multileg, duration: 'gtc' }, 'MarketOrderIsGtc'],
      [{ ...oto(), ...part(0, 'buy', 'market', {}) }, 'OtoFirstLesIsMarketNotAllowed'],
      [{ ...oto(), ...part(0, 'buy', 'stop', { stop: ask }) }, 'BuyStopOrderStopPriceLessAsk'],
      [{ ...oco(), ...part(1, 'sell', 'market', {}) }, 'OtoOcoMarketNotAllowed'],
      [{ ...oco(), ...part(1, 'buy', 'stop', { stop: 2000 }) }, 'OcoOrderWithOppositeLegs'],
      [{ ...oco(), 'duration[0]': 'day', 'duration[1]': 'gtc' }, 'OcoExpirationTypeNotTheSame'],
      [{ ...otoco(), ...part(2, 'sell', 'stop', { stop: 999.995 }) }, 'OcoPriceDifferenceIsLessThanDelta'],
    ];
    for (const [form, code] of cases) {
      const [status, body] = await send(form);
      expect([status, (JSON.parse(body) as { errors?: { error: string[] } }).errors?.error[1]], body).to.deep.equal([200, code]);
    }
  });

  it('of options are filled, and held as a hundred shares each', async () => {
    const filled = await untilFilled(await place(option));
    expect(filled).to.include({ class: 'option', symbol: 'AAPL', option_symbol: CALL, side: 'buy_to_open', status: 'filled', quantity: 1 });
    const { positions } = (await client.get(`${ACCOUNT_PATH}/positions`)) as { positions: { position: { cost_basis: number } } };
    expect(positions.position).to.include({ symbol: CALL, quantity: 1 });
    expect(positions.position.cost_basis).to.be.closeTo(filled.avg_fill_price * 100, 1e-6);
    await untilFilled(await place({ ...option, side: 'sell_to_close' }));
    const { history } = (await client.get(`${ACCOUNT_PATH}/history?symbol=AAPL`)) as { history: { event: { amount: number; trade: object }[] } };
    expect(history.event[0]?.trade).to.include({ trade_type: 'Option', symbol: CALL, quantity: -1, description: 'CALL AAPL   03/20/26   200' });
    expect(history.event[1]?.amount).to.be.closeTo(-filled.avg_fill_price * 100, 1e-6);
    expect(await client.get(`${ACCOUNT_PATH}/history?symbol=AAPL&exactMatch=true`)).to.deep.equal({ history: 'null' });
    expect(await client.get(`${ACCOUNT_PATH}/gainloss`)).to.have.nested.include({
      'gainloss.closed_position.symbol': CALL,
      'gainloss.closed_position.term': 0,
      'gainloss.total_pages': 1,
    });
  });

  it('of several legs are one order with its legs in it', async () => {
    const filled = await untilFilled(await place({ ...multileg, tag: 'two-legs' }));
    expect(filled).to.include({
      class: 'multileg',
      side: 'buy',
      quantity: 2,
      num_legs: 2,
      strategy: 'spread',
      exec_quantity: 2,
      last_fill_price: 0,
      last_fill_quantity: 1,
      tag: 'two-legs',
    });
    expect(filled.leg.map(({ id }) => id - filled.id)).to.deep.equal([1, 2]);
    const [bought, sold] = filled.leg;
    expect(filled.avg_fill_price).to.be.closeTo(bought!.avg_fill_price - sold!.avg_fill_price, 1e-6);
    expect(filled.leg[1]).to.include({ type: 'market', side: 'sell_to_open', option_symbol: HIGHER, class: 'option', status: 'filled' });
    const whole = await untilFilled(await place({ ...multileg, 'side[0]': 'sell_to_close', 'side[1]': 'buy_to_close' }));
    expect(whole.avg_fill_price).to.be.below(0);
    expect(await order(filled.id + 1), 'a leg answers to its own id').to.include({ id: filled.id + 1, status: 'filled' });
  });

  it('of a share with its option count units', async () => {
    const filled = await untilFilled(await place(combo));
    expect(filled).to.include({ class: 'combo', quantity: 1, strategy: 'covered_call', status: 'filled' });
    expect(filled.leg.map((leg) => (leg as unknown as { class: string }).class)).to.deep.equal(['equity', 'option']);
    await untilFilled(await place({ ...combo, 'side[0]': 'sell', 'side[1]': 'buy_to_close' }));
    expect(await client.get(`${ACCOUNT_PATH}/positions`)).to.deep.equal({ positions: 'null' });
  });

  it('that are linked are listed as one, with few fields of its own, and can be cancelled as one', async () => {
    const id = await place({ ...otoco(), 'price[0]': 1, tag: 'bracket-1' });
    const waiting = await order(id);
    expect(Object.keys(waiting).toSorted()).to.deep.equal(['class', 'create_date', 'id', 'leg', 'status', 'tag', 'transaction_date']);
    expect(waiting.leg.map(({ status }) => status)).to.deep.equal(['open', 'pending', 'pending']);
    const { orders } = (await client.get(`${ACCOUNT_PATH}/orders?limit=100`)) as { orders: { order: Wire[] } };
    expect(orders.order.filter((each) => each.id >= id).map((each) => each.id)).to.deep.equal([id]);
    expect(await client.text('PUT', `${ACCOUNT_PATH}/orders/${id}`, { price: 2 })).to.deep.equal([400, 'Invalid parameter, order_id: is not valid.']);
    expect(await client.text('PUT', `${ACCOUNT_PATH}/orders/${id + 2}`, { price: 1001 })).to.deep.equal([200, `{"order":{"id":${id + 2},"status":"ok","partner_id":"simulated"}}`]);
    expect((await order(id)).leg[1]).to.include({ price: 1001, status: 'pending' });
    await client.text('DELETE', `${ACCOUNT_PATH}/orders/${id}`);
    expect(await order(id)).to.include({ status: 'canceled' });
    expect(await client.text('DELETE', `${ACCOUNT_PATH}/orders/${id + 1}`)).to.deep.equal([400, 'order already in finalized state: canceled']);
  });

  it('of a bracket guard what the entry has bought', async () => {
    const id = await place(otoco());
    for (let steps = 0; (await order(id + 1)).status !== 'filled'; steps += 1) {
      if (steps > 100) throw new Error('the entry is not filled');
      await goOn();
    }
    expect((await order(id)).leg.map(({ status }) => status)).to.deep.equal(['filled', 'open', 'open']);
    await client.text('PUT', `${ACCOUNT_PATH}/orders/${id + 2}`, { price: 1 });
    expect((await untilFilled(id)).leg[1]).to.include({ status: 'filled' });
    await goOn();
    expect((await order(id)).leg[2]).to.include({ status: 'canceled', exec_quantity: 0, remaining_quantity: 0 });
  });

  it('are previewed with what they would cost', async () => {
    for (const [form, fields] of [
      [option, { class: 'option', strategy: 'option', option_symbol: CALL }],
      [multileg, { class: 'multileg', strategy: 'spread', quantity: 2 }],
      [oto(), { class: 'oto', strategy: 'equity', price: 1000, cost: 5000, margin_change: 2500 }],
    ] as const) {
      const { order: preview } = (await client.post(`${ACCOUNT_PATH}/orders`, { ...form, preview: 'true' })) as { order: Record<string, unknown> };
      expect(preview).to.include({ ...fields, status: 'ok', result: true, commission: 0, fees: 0, extended_hours: false });
      expect(preview).to.include.keys('cost', 'order_cost', 'margin_change', 'request_date', 'day_trades', 'symbol', 'side', 'type', 'duration');
    }
  });
});

describe('The settings of the account', () => {
  afterEach(closeAll);
  const placing = (client: Client, form: Form) =>
    client.post(`${ACCOUNT_PATH}/orders`, { class: 'equity', symbol: 'AAPL', side: 'buy', quantity: 1, type: 'market', duration: 'day', ...form });

  it('let it refuse at once what it would reject after its ok', async () => {
    const client = new Client((await started(['--reject', 'sync'])).url);
    expect(await placing(client, { side: 'sell' })).to.deep.equal({
      errors: { error: ['Sell order cannot be placed unless you are closing a long position, please check open orders.', 'UnexpectedSellOrder'] },
    });
    expect(await placing(client, { symbol: 'GME', side: 'sell_short' })).to.have.nested.property('errors.error[1]', 'ShortTradingDeniedForSecurity');
    expect(await client.get(`${ACCOUNT_PATH}/orders`)).to.deep.equal({ orders: 'null' });
  });

  it('make it a cash account, or one of a day trader', async () => {
    const cash = (await new Client((await started(['--account', 'cash', '--cash', '5000'])).url).get(`${ACCOUNT_PATH}/balances`)) as { balances: object };
    expect(cash.balances).to.include({ account_type: 'cash', total_cash: 5000 }).and.not.have.any.keys('margin', 'pdt');
    expect(cash).to.have.nested.include({ 'balances.cash.cash_available': 5000, 'balances.cash.unsettled_funds': 0 });
    const pdt = await new Client((await started(['--account', 'pdt'])).url).get(`${ACCOUNT_PATH}/balances`);
    // four times, twice and once the equity of 100,000
    expect(pdt).to.have.nested.include({ 'balances.pdt.day_trade_buying_power': 400_000, 'balances.pdt.stock_buying_power': 200_000, 'balances.pdt.option_buying_power': 100_000 });
  });

  it('show a fill before its price', async () => {
    const client = new Client((await started(['--paced', '--speed', 'max', '--price-lag', '600000'])).url);
    const listener = await client.listen({ symbols: ['AAPL'], filter: ['clock'] });
    const id = await client.order({ quantity: 3 });
    for (let steps = 0; steps < 10; steps += 1) {
      listener.acknowledge(await listener.clock());
      const { order } = (await client.get(`${ACCOUNT_PATH}/orders/${id}`)) as { order: Wire };
      if (order.status !== 'filled') continue;
      expect(order).to.include({ status: 'filled', exec_quantity: 3, remaining_quantity: 0, avg_fill_price: 0, last_fill_price: 0 });
      return;
    }
    throw new Error('not filled within ten steps');
  });
});
