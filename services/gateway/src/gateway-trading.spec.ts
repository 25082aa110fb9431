import { accountMessage, encode, encodeTrade, problem, riskSettingsField, subjects, symbolPositionsMessage, type CommandReply, type Problem } from '@sofi/contracts';
import { price, type OrderId } from '@sofi/domain';
import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { AAPL, account, decisionAt, definition, draft, OPEN, orderEvents, orderRow, position, trip } from './fixtures.js';
import { problemIn, RefusedBySpec, RunningGateway } from './running-gateway.js';

const ticket = { symbol: 'AAPL', side: 'buy', quantity: 10, type: 'limit', limitPrice: 100.5 };

describe('trading over REST', function () {
  this.timeout(30_000);
  let gateway: RunningGateway;
  const placed = new Set<string>();
  let refusal: Problem | undefined;
  let gateVerdict: CommandReply<'order-router.check'> = { approved: false, rule: 'max positions', reason: '3 of 3 are open', quantity: 0 };

  before(async () => {
    gateway = await RunningGateway.start();
    const as = (status: 'running' | 'paused' | 'stopped') => () => ({ ...definition, symbols: [AAPL], status });
    await gateway.answer('market-data.snapshots', ({ symbols }) => ({ known: [], unknown: symbols }));
    await gateway.answer('strategy-runner.create', ({ draft: given }) => {
      if (refusal) throw new RefusedBySpec(refusal);
      return { ...definition, ...given, risk: riskSettingsField.parse(given.risk), id: '13', account: 'VA1', status: 'stopped' };
    });
    await gateway.answer('strategy-runner.update', ({ draft: given }) => ({ ...definition, ...given, risk: riskSettingsField.parse(given.risk), account: 'VA1' }));
    await gateway.answer('strategy-runner.delete', () => ({}));
    await gateway.answer('strategy-runner.start', as('running'));
    await gateway.answer('strategy-runner.pause', as('paused'));
    await gateway.answer('strategy-runner.resume', as('running'));
    await gateway.answer('strategy-runner.stop', as('stopped'));
    await gateway.answer('strategy-runner.flatten', as('paused'));
    await gateway.answer('strategy-runner.state', () => ({ symbols: [{ symbol: AAPL, warm: true, barsSeen: 20, barsNeeded: 15, values: { rsi: 55 } }] }));
    await gateway.answer('order-router.place', (request) => {
      placed.add(request.id);
      return request.kind === 'ticket' && request.quantity > 1000
        ? { orderId: request.id, status: 'refused', reason: 'buying power 200,000 is not enough' }
        : { orderId: request.id, status: 'submitting', reason: '' };
    });
    await gateway.answer('order-router.preview', () => ({
      gate: { approved: true, rule: null, reason: 'within every limit', quantity: 10 },
      estimatedCost: account.cash,
      commission: null,
      marginChange: null,
      brokerSays: 'ok',
    }));
    await gateway.answer('order-router.cancel', ({ orderId }) => {
      if (orderId === 'o-1') return { orderId, status: 'cancelling', reason: 'admin asked' };
      throw new RefusedBySpec(problem(409, 'the order is finished'));
    });
    await gateway.answer('order-router.check', () => gateVerdict);
    await gateway.answer('order-router.flatten', () => ({ orders: [{ orderId: 'o-9' as OrderId, status: 'submitting', reason: '' }] }));
    await gateway.answer('order-router.reconcile', () => ({ state: 'different', verifiedAt: OPEN, differences: [{ what: 'AAPL', ours: '10', brokers: '9' }] }));
    await gateway.bus.record(subjects.account('VA1'), encode(accountMessage, account));
    await gateway.bus.record(
      subjects.position('VA1', AAPL),
      encode(symbolPositionsMessage, { account: 'VA1', symbol: AAPL, positions: [position, { ...position, book: 'manual', netQuantity: 0 }], time: OPEN }),
    );
    await gateway.bus.record(
      subjects.trade(AAPL),
      encodeTrade({ kind: 'trade', symbol: AAPL, price: price(101.25), size: 1, cumulativeVolume: 1, exchange: 'Q', session: 'regular', exchangeTime: OPEN, receivedTime: OPEN }),
    );
    await gateway.bus.record('md.clock', JSON.stringify({ kind: 'clock', time: OPEN, paced: true }));
    await gateway.db.strategies.save(definition, OPEN);
    await gateway.db.decisions.append([decisionAt(0), decisionAt(1)]);
    await gateway.db.roundTrips.append([trip]);
    await gateway.db.orderEvents.append(orderEvents);
    await gateway.db.orders.save({ ...orderRow, orderId: orderRow.orderId });
    await gateway.signIn();
  });
  after(() => gateway.stop());

  const place = (body: object, key: string | undefined) => gateway.send('orders', { body, headers: key === undefined ? {} : { 'idempotency-key': key } });

  it('strategies: the list says how each is doing', async () => {
    const { strategies } = await gateway.json<{ strategies: object[] }>('strategies');
    // 10 × 101.25 - 1000 = 12.50 open; the one finished trade took 15
    expect(strategies).to.have.length(1);
    expect(strategies[0]).to.deep.include({
      id: '12',
      status: 'running',
      symbols: ['AAPL'],
      profit: 15,
      openProfit: 12.5,
      tradeCount: 1,
      winRate: 1,
      openPositions: 1,
      lastDecisionAt: decisionAt(1).time,
      createdAt: OPEN,
    });
    expect(await gateway.json('strategies/12')).to.deep.equal(strategies[0]);
  });

  it('strategies: made, changed and deleted by the runner, with the person’s name', async () => {
    const created = await gateway.send('strategies', { body: { ...draft, risk: { stopLossPct: 3 } } });
    expect(created.status).to.equal(201);
    expect(JSON.parse(created.text)).to.deep.include({ id: '13', status: 'stopped' });
    expect(gateway.asked('strategy-runner.create')[0]).to.deep.nested.include({ user: 'admin', 'draft.risk.stopLossPct': 3 });
    expect((await gateway.send('strategies/12', { method: 'PUT', body: { ...draft, name: 'New' } })).status).to.equal(200);
    expect((await gateway.send('strategies/12', { method: 'DELETE' })).status).to.equal(204);
    expect(gateway.asked('strategy-runner.delete')).to.deep.equal([{ id: '12', user: 'admin' }]);
  });

  for (const [verb, status] of [
    ['start', 'running'],
    ['pause', 'paused'],
    ['resume', 'running'],
    ['stop', 'stopped'],
    ['flatten', 'paused'],
  ] as const) {
    it(`strategies: ${verb} is the runner’s to do`, async () => {
      const answer = await gateway.send(`strategies/12/${verb}`, { method: 'POST' });
      expect(answer.status).to.equal(200);
      expect(JSON.parse(answer.text)).to.include({ id: '12', status });
      expect(gateway.asked(`strategy-runner.${verb}`)).to.deep.equal([{ id: '12', user: 'admin' }]);
      expect(problemIn(await gateway.send(`strategies/99/${verb}`, { method: 'POST' })).status).to.equal(404);
    });
  }

  it('strategies: state, decisions newest first, positions and trades', async () => {
    expect(await gateway.json('strategies/12/state')).to.deep.equal({ symbols: [{ symbol: 'AAPL', warm: true, barsSeen: 20, barsNeeded: 15, values: { rsi: 55 } }] });
    const { decisions } = await gateway.json<{ decisions: { id: string }[] }>('strategies/12/decisions');
    expect(decisions.map((one) => one.id)).to.deep.equal([decisionAt(1).id, decisionAt(0).id]);
    expect((await gateway.json<{ decisions: unknown[] }>(`strategies/12/decisions?before=${decisionAt(1).time}&symbol=AAPL`)).decisions).to.have.length(1);
    const { positions } = await gateway.json<{ positions: object[] }>('strategies/12/positions');
    expect(positions).to.have.length(1);
    expect(positions[0]).to.include({ netQuantity: 10, averagePrice: 100, stopLoss: 98, takeProfit: 105, lastPrice: 101.25, openProfit: 12.5 });
    expect((await gateway.json<{ trades: object[] }>('strategies/12/trades')).trades[0]).to.include({ profit: 15, exitReason: 'signal' });
  });

  it('strategies: the checklist is the newest decision’s, and what the gate would say', async () => {
    const checklist = await gateway.json<{ ready: boolean; conditions: object[] }>('strategies/12/checklist?symbol=AAPL');
    expect(checklist).to.deep.equal({
      symbol: 'AAPL',
      decidedAt: decisionAt(1).time,
      ready: false,
      conditions: [
        { name: 'Running', met: true, detail: 'the strategy is running' },
        { name: 'RSI signal', met: false, detail: 'RSI 55.0 is above oversold 30' },
        { name: 'Capital and limits', met: false, detail: 'max positions: 3 of 3 are open' },
      ],
    });
    gateVerdict = { approved: true, rule: null, reason: 'within every limit', quantity: 79 };
    const { conditions } = await gateway.json<{ conditions: object[] }>('strategies/12/checklist?symbol=AAPL');
    // 79 shares at the decision's close of $100
    expect(conditions.at(-1)).to.deep.equal({ name: 'Capital and limits', met: true, detail: '79 shares, about $7,900 of $200,000 buying power' });
    expect(gateway.asked('order-router.check')[0]).to.deep.include({ kind: 'entry', strategyId: '12', account: 'VA1', referencePrice: price(100) });
    expect(problemIn(await gateway.send('strategies/12/checklist?symbol=MSFT')).errors[0]).to.include({ field: 'symbol', value: 'MSFT' });
  });

  it('strategies: what is wrong with a draft the runner knows; its problem goes through as it is', async () => {
    const errors = [{ field: 'parameters.period', message: 'must be at least 2', value: -5 }];
    refusal = problem(422, 'parameters.period: must be at least 2', errors);
    const answer = await gateway.send('strategies', { body: { ...draft, parameters: { period: -5 } } });
    refusal = undefined;
    expect(problemIn(answer)).to.deep.include({ status: 422, errors });
  });

  it('orders: the same key is the same order, however often it is sent', async () => {
    const [one, two] = await Promise.all([place(ticket, 'key-1'), place(ticket, 'key-1')]);
    const orderId = `manual-${createHash('sha256').update('admin\nkey-1').digest('hex').slice(0, 32)}`;
    for (const answer of [one, two]) {
      expect(answer.status).to.equal(202);
      expect(JSON.parse(answer.text)).to.deep.equal({ orderId, status: 'submitting', reason: '' });
    }
    expect([...placed]).to.deep.equal([orderId]);
    expect(gateway.asked('order-router.place')[0]).to.deep.equal({
      kind: 'ticket',
      id: orderId,
      account: 'VA1',
      symbol: AAPL,
      time: OPEN,
      user: 'admin',
      side: 'buy',
      quantity: 10,
      duration: 'day',
      terms: { type: 'limit', limitPrice: price(100.5) },
    });
  });

  it('orders: a key that stands for one order is refused for another', async () => {
    const id = `manual-${createHash('sha256').update('admin\nkey-2').digest('hex').slice(0, 32)}` as OrderId;
    await gateway.db.orders.save({ ...orderRow, orderId: id });
    expect((await place(ticket, 'key-2')).status).to.equal(202);
    const refused = problemIn(await place({ ...ticket, quantity: 11 }, 'key-2'));
    expect(refused.status).to.equal(422);
    expect(refused.errors[0]).to.include({ field: 'Idempotency-Key' });
    expect(refused.detail).to.include('another quantity');
  });

  it('orders: one that the gate refuses exists all the same, with its reason', async () => {
    const answer = await place({ ...ticket, quantity: 5000 }, 'key-3');
    expect(answer.status).to.equal(202);
    expect(JSON.parse(answer.text)).to.include({ status: 'refused', reason: 'buying power 200,000 is not enough' });
  });

  it('orders: the preview tells the gate’s word and the cost, and places nothing', async () => {
    const before = placed.size;
    const answer = await gateway.send('orders/preview', { body: ticket });
    expect(answer.status).to.equal(200);
    expect(JSON.parse(answer.text)).to.deep.equal({
      gate: { approved: true, rule: null, reason: 'within every limit', quantity: 10 },
      estimatedCost: 100_000,
      commission: null,
      marginChange: null,
      brokerSays: 'ok',
    });
    expect(placed.size).to.equal(before);
  });

  it('orders: the blotter, and one order with its whole story', async () => {
    const { orders } = await gateway.json<{ orders: { orderId: string }[] }>('orders?status=accepted');
    expect(orders.find((one) => one.orderId === 'o-1')).to.deep.equal(orderRow);
    expect((await gateway.json<{ orders: unknown[] }>('orders?status=filled')).orders).to.deep.equal([]);
    const detail = await gateway.json<{ events: { type: string }[] }>('orders/o-1');
    expect(detail).to.deep.include({ limitPrice: 100.5, status: 'accepted' });
    expect(detail.events.map((event) => event.type)).to.deep.equal(['approved', 'submitted', 'accepted']);
    expect(problemIn(await gateway.send('orders/o-404')).status).to.equal(404);
    expect(problemIn(await gateway.send('orders?status=banana')).errors[0]).to.include({ field: 'status', value: 'banana' });
  });

  it('orders: a cancel is asked for; where it is refused the caller hears why', async () => {
    const answer = await gateway.send('orders/o-1', { method: 'DELETE' });
    expect(answer.status).to.equal(202);
    expect(JSON.parse(answer.text)).to.deep.equal({ orderId: 'o-1', status: 'cancelling', reason: 'admin asked' });
    expect(gateway.asked('order-router.cancel')[0]).to.deep.equal({ orderId: 'o-1', user: 'admin' });
    expect(problemIn(await gateway.send('orders/o-2', { method: 'DELETE' }))).to.include({ status: 409, detail: 'the order is finished' });
  });

  it('positions: what is held, at the last price; a book is closed as a whole', async () => {
    const { positions } = await gateway.json<{ positions: object[] }>('positions');
    expect(positions).to.have.length(1);
    expect((await gateway.json<{ positions: object[] }>('positions?flat=true')).positions).to.have.length(2);
    const closed = await gateway.send('positions/close', { body: { book: 'manual' } });
    expect(closed.status).to.equal(202);
    expect(JSON.parse(closed.text)).to.deep.equal({ orders: [{ orderId: 'o-9', status: 'submitting', reason: '' }] });
    expect(gateway.asked('order-router.flatten')).to.deep.equal([{ book: 'manual', user: 'admin' }]);
  });

  it('trades: as JSON and as a file', async () => {
    expect((await gateway.json<{ trades: object[] }>('trades?symbol=AAPL')).trades[0]).to.include({ id: 'o-1-10', entryPrice: 100, exitPrice: 101.5, profit: 15 });
    const csv = await gateway.send('trades?format=csv');
    expect(csv.headers.get('content-type')).to.equal('text/csv; charset=utf-8');
    expect(csv.text.split('\r\n')[1]).to.match(/^o-1-10,VA1,12,AAPL,long,10,/);
  });

  it('accounts: balances, and whether the broker agrees', async () => {
    expect((await gateway.json<{ accounts: object[] }>('accounts')).accounts[0]).to.include({ account: 'VA1', cash: 100_000, mode: 'simulated' });
    expect(await gateway.json('accounts/VA1/balances')).to.include({ equity: 100_010, buyingPower: 200_000 });
    expect(await gateway.json('accounts/VA1/reconciliation')).to.deep.equal({
      equal: false,
      state: 'different',
      verifiedAt: OPEN,
      differences: [{ what: 'AAPL', ours: '10', brokers: '9' }],
    });
    expect(problemIn(await gateway.send('accounts/XX/balances')).status).to.equal(404);
  });

  describe('bad input is refused by field and rule, and changes nothing', () => {
    const strategy = (change: object) => ({ path: 'strategies', body: { ...draft, ...change } });
    const order = (change: object) => ({ path: 'orders', body: { ...ticket, ...change } });
    const table: { name: string; path: string; body: unknown; field: string; says: string; value?: unknown }[] = [
      { name: 'a symbol that can be none', ...order({ symbol: 'NO SUCH' }), field: 'symbol', says: '1 to 6 letters', value: 'NO SUCH' },
      { name: 'a symbol that nobody knows', ...order({ symbol: 'ZZZZ' }), field: 'symbol', says: 'is not known to the broker', value: 'ZZZZ' },
      { name: 'a negative quantity', ...order({ quantity: -5 }), field: 'quantity', says: 'at least 1', value: -5 },
      { name: 'half a share', ...order({ quantity: 1.5 }), field: 'quantity', says: 'whole shares', value: 1.5 },
      { name: 'text for a number', ...order({ quantity: 'ten' }), field: 'quantity', says: 'must be a number', value: 'ten' },
      { name: 'no quantity', ...order({ quantity: undefined }), field: 'quantity', says: 'is needed' },
      { name: 'a limit order without a price', ...order({ limitPrice: undefined }), field: 'limitPrice', says: 'is needed for a limit order' },
      { name: 'a market order with a price', ...order({ type: 'market' }), field: 'limitPrice', says: 'does not belong to a market order' },
      { name: 'a price of nothing', ...order({ limitPrice: 0 }), field: 'limitPrice', says: 'above 0' },
      { name: 'a side that is none', ...order({ side: 'hold' }), field: 'side', says: 'buy', value: 'hold' },
      { name: 'an account that is not ours', ...order({ account: 'XX' }), field: 'account', says: 'must be one of VA1', value: 'XX' },
      { name: 'a timeframe of banana', ...strategy({ timeframe: 'banana' }), field: 'timeframe', says: '1m', value: 'banana' },
      { name: 'a stop of 90 %', ...strategy({ risk: { stopLossPct: 90 } }), field: 'risk.stopLossPct', says: '20', value: 90 },
      { name: 'no symbols', ...strategy({ symbols: [] }), field: 'symbols', says: '1' },
      { name: 'an empty symbol among others', ...strategy({ symbols: ['AAPL', ''] }), field: 'symbols.1', says: '1 to 6 letters', value: '' },
      { name: 'ten thousand symbols', ...strategy({ symbols: Array.from({ length: 10_000 }, () => 'AAPL') }), field: 'symbols', says: 'must have at most 50' },
    ];
    for (const { name, path, body, field, says, value } of table) {
      it(name, async () => {
        const commands = gateway.commands.length;
        const answer = await gateway.send(path, { body, headers: { 'idempotency-key': 'bad' } });
        const { status, errors, detail } = problemIn(answer);
        expect(status, detail).to.equal(422);
        const error = errors.find((one) => one.field === field);
        expect(error, `${field} in ${JSON.stringify(errors)}`).to.not.equal(undefined);
        expect(error!.message).to.include(says);
        if (value !== undefined) expect(error!.value).to.equal(value);
        expect(
          gateway.commands.slice(commands).filter((one) => one.name !== 'market-data.snapshots'),
          'nothing may reach another service',
        ).to.deep.equal([]);
      });
    }

    it('an order without a key, or with an impossible one', async () => {
      for (const key of [undefined, 'with space']) {
        const refused = problemIn(await place(ticket, key));
        expect(refused.status).to.equal(422);
        expect(refused.errors[0]).to.include({ field: 'Idempotency-Key' });
      }
    });

    it('four megabytes of body, more than fits on the way to a server that reads none of it', async () => {
      const answer = await gateway.send('strategies', { body: { ...draft, name: 'x'.repeat(4_000_000) } });
      expect(problemIn(answer)).to.include({ status: 413, title: 'Too large' });
    });

    it('what is no JSON, and what claims not to be', async () => {
      expect(problemIn(await gateway.send('strategies', { body: '{"name":' })).status).to.equal(400);
      expect(problemIn(await gateway.send('strategies', { body: 'name=x', headers: { 'content-type': 'application/xml' } })).status).to.equal(415);
      expect(problemIn(await gateway.send('strategies', { body: [] })).status).to.equal(422);
    });
  });
});
