import { expect } from 'chai';
import { alwaysOpenCalendar, withClock } from '@sofi/tape';
import type { RunningSimulator } from './simulator.js';
import { ACCOUNT_PATH, Client, Scratch, smallDay, started, TAPE_START, type Listener, type WireMessage } from './testing.js';

const MINUTE = 60_000;
const WITH_CLOCK = { symbols: ['AAPL', 'TSLA'], filter: ['trade', 'quote', 'clock'] };

describe('A replay', () => {
  let scratch: Scratch;
  let simulator: RunningSimulator;
  let client: Client;
  beforeEach(async () => {
    scratch = new Scratch();
    simulator = await started(['--replay', scratch.tape(3), '--session', '24h', '--speed', 'max', '--hold']);
    client = new Client(simulator.url);
  });
  afterEach(async () => {
    await simulator.close();
    scratch.remove();
  });
  const clocksToTheEnd = async (listener: Listener): Promise<number[]> => {
    const clocks: number[] = [];
    while (clocks.at(-1) !== TAPE_START + 3 * MINUTE + 2000) {
      const clock = await listener.clock();
      clocks.push(Number(clock.date));
      listener.acknowledge(clock);
    }
    return clocks;
  };

  it('says every event of its files, and the clock two seconds after each minute', async () => {
    const listener = await client.listen(WITH_CLOCK);
    await client.control({ action: 'start' });
    expect((await clocksToTheEnd(listener)).map((time) => time - TAPE_START)).to.deep.equal([2000, 62_000, 122_000, 182_000]);
    const events = smallDay(3);
    const told = listener.heard.filter(({ type }) => type !== 'clock');
    expect(told).to.have.length(events.length);
    expect(told.map(({ date, biddate }) => Number(date ?? biddate))).to.deep.equal(events.map(({ exchangeTime }) => exchangeTime));
    expect(await client.get('/v1/simulator')).to.include({ state: 'finished', market: 'replay', paced: true, speed: 'max' });
  });

  it('stands at each boundary until it is acknowledged, and while nobody listens', async () => {
    await client.control({ action: 'start' });
    const listener = await client.listen(WITH_CLOCK);
    const first = await listener.clock();
    listener.send({ acknowledge: String(Number(first.date) - 1) });
    // an answer to a request that was sent later proves that nothing more was said before it
    expect(await client.get('/v1/simulator')).to.include({ time: new Date(TAPE_START + 2000).toISOString() });
    expect(listener.heard.at(-1)).to.deep.equal(first);
    listener.acknowledge(first);
    expect(Number((await listener.clock()).date)).to.equal(TAPE_START + 62_000);
  });

  it('goes second by second while the account has something at stake, at the same instants as the backtest', async () => {
    const listener = await client.listen(WITH_CLOCK);
    await client.control({ action: 'start' });
    const first = await listener.clock();
    await client.order({ side: 'buy', type: 'limit', price: 1 });
    listener.acknowledge(first);
    const backtest = [...withClock(smallDay(3), { calendar: alwaysOpenCalendar() })].flatMap((event) => (event.kind === 'clock' ? event.time : []));
    expect(await clocksToTheEnd(listener)).to.deep.equal(backtest.filter((time) => time > Number(first.date)));
  });

  it('lets an order take effect at the boundary, and match only what comes after it', async () => {
    const listener = await client.listen(WITH_CLOCK);
    await client.control({ action: 'start' });
    const first = await listener.clock();
    const standing = listener.heard.findLast(({ type, symbol }) => type === 'quote' && symbol === 'AAPL');
    const id = await client.order({ quantity: 7 });
    expect(await client.get(`${ACCOUNT_PATH}/orders/${id}`)).to.have.nested.include({ 'order.status': 'open', 'order.create_date': new Date(Number(first.date)).toISOString() });
    listener.acknowledge(first);
    // the first event of AAPL after the boundary: a quote sets the price, a trade meets the quote that stood before
    const next = await listener.next(({ symbol }) => symbol === 'AAPL');
    const ask = next.type === 'quote' ? next['ask'] : standing?.['ask'];
    await listener.clock();
    expect(await client.get(`${ACCOUNT_PATH}/orders/${id}`)).to.have.nested.include({
      'order.status': 'filled',
      'order.avg_fill_price': ask,
      'order.exec_quantity': 7,
      'order.remaining_quantity': 0,
    });
  });

  it('says again after a reconnection what was not acknowledged', async () => {
    const listener = await client.listen(WITH_CLOCK);
    await client.control({ action: 'start' });
    listener.acknowledge(await listener.clock());
    const unacknowledged = await listener.clock();
    listener.close();
    const again = await client.listen(WITH_CLOCK);
    expect(await again.clock()).to.deep.equal(unacknowledged);
    const step = (messages: readonly WireMessage[]) => messages.filter(({ type }) => type !== 'summary');
    const afterFirst = listener.heard.slice(listener.heard.findIndex(({ type }) => type === 'clock') + 1);
    expect(step(again.heard)).to.deep.equal(step(afterFirst));
  });

  it('does not wait for a client that knows nothing of clocks', async () => {
    const listener = await client.listen({ symbols: ['AAPL'], filter: ['trade'] });
    await client.control({ action: 'start' });
    const trades = smallDay(3).filter(({ kind, symbol }) => kind === 'trade' && symbol === 'AAPL');
    for (let told = 0; told < trades.length; told += 1) await listener.next(({ type }) => type === 'trade');
    expect(listener.heard.map(({ date }) => Number(date))).to.deep.equal(trades.map(({ exchangeTime }) => exchangeTime));
  });

  it('knows of the past what it has told, and nothing of the future', async () => {
    const listener = await client.listen(WITH_CLOCK);
    await client.control({ action: 'start' });
    listener.acknowledge(await listener.clock());
    await listener.clock();
    const minutes = (await client.get('/v1/markets/timesales?symbol=AAPL&interval=1min')) as { series: { data: { time: string; volume: number }[] } };
    expect(minutes.series.data.map(({ time }) => time)).to.deep.equal(['2026-03-02T00:00:00', '2026-03-02T00:01:00']);
    const volume = smallDay(1).reduce((sum, event) => sum + (event.kind === 'trade' && event.symbol === 'AAPL' ? event.size : 0), 0);
    expect(minutes.series.data[0]?.volume).to.equal(volume);
  });
});
