import { once } from 'node:events';
import { expect } from 'chai';
import { WebSocket } from 'ws';
import type { RunningSimulator } from '../simulator.js';
import { ACCOUNT_PATH, Client, closeAll, Scratch, smallDay, started, TAPE_START, type Listener } from '../testing.js';

const MINUTE = 60_000;
const TRADES = { symbols: ['AAPL'], filter: ['trade', 'clock'] };
const ALL = { symbols: ['AAPL', 'TSLA'], filter: ['trade', 'quote', 'clock'] };
const MINUTES = 2;
/** trades of AAPL before the first clock, two seconds after the tape's start */
const ACKNOWLEDGED = 1;

describe('A fault of a stream', () => {
  let scratch: Scratch;
  let simulator: RunningSimulator;
  let client: Client;
  beforeEach(async () => {
    scratch = new Scratch();
    simulator = await started(['--replay', scratch.tape(MINUTES), '--session', '24h', '--speed', 'max', '--hold']);
    client = new Client(simulator.url);
  });
  afterEach(async () => {
    await closeAll();
    scratch.remove();
  });

  const told = smallDay(MINUTES).flatMap((event) => (event.kind === 'trade' && event.symbol === 'AAPL' ? event : []));
  const printsOf = (listener: Listener) => listener.heard.filter(({ type }) => type === 'trade');
  const datesOf = (listener: Listener) => printsOf(listener).map(({ date, cvol }) => `${String(date)} ${String(cvol)}`);
  const truth = told.map(({ exchangeTime, cumulativeVolume }) => `${exchangeTime} ${cumulativeVolume}`);
  const toTheEnd = async (listener: Listener): Promise<void> => {
    for (let date = 0; date !== TAPE_START + MINUTES * MINUTE + 2000;) {
      const clock = await listener.clock();
      date = Number(clock.date);
      listener.acknowledge(clock);
    }
  };
  /** Heard to the end with one fault on the way. */
  const heardWith = async (fault: object, subscription: object = TRADES): Promise<Listener> => {
    await client.fault(fault);
    const listener = await client.listen(subscription);
    await client.control({ action: 'start' });
    await toTheEnd(listener);
    return listener;
  };

  it('repeats a message', async () => {
    const listener = await heardWith({ kind: 'duplicate-event', after: 4 });
    expect(datesOf(listener)).to.deep.equal(truth.toSpliced(5, 0, truth[4] ?? ''));
  });

  it('changes the places of two', async () => {
    const listener = await heardWith({ kind: 'out-of-order', after: 4 });
    expect(datesOf(listener)).to.deep.equal(truth.toSpliced(4, 2, truth[5] ?? '', truth[4] ?? ''));
  });

  it('tells one late, and before the clock where the market waits for its listener', async () => {
    const late = await heardWith({ kind: 'late-event', by: 3, after: 4 });
    expect(datesOf(late)).to.deep.equal([...truth.slice(0, 4), ...truth.slice(5, 8), truth[4], ...truth.slice(8)]);
    late.close();
    const again = await started(['--replay', scratch.tape(MINUTES), '--session', '24h', '--speed', 'max', '--hold']);
    client = new Client(again.url);
    const beyond = await heardWith({ kind: 'late-event', by: 10_000 });
    expect(datesOf(beyond).toSorted(), 'nothing is lost').to.deep.equal(truth.toSorted());
  });

  it('loses a print that time and sales have', async () => {
    const listener = await heardWith({ kind: 'lost-print', after: 2, symbol: 'AAPL' });
    expect(datesOf(listener)).to.deep.equal(truth.toSpliced(2, 1));
    const { series } = (await client.get('/v1/markets/timesales?symbol=AAPL&interval=tick')) as { series: { data: object[] } };
    expect(series.data).to.have.length(truth.length);
  });

  it('adds a print of nothing', async () => {
    const listener = await heardWith({ kind: 'zero-size' });
    expect(printsOf(listener)[1]).to.deep.equal({ ...printsOf(listener)[0], size: '0' });
    expect(printsOf(listener)).to.have.length(truth.length + 1);
  });

  it('tells an old tick once more', async () => {
    const listener = await heardWith({ kind: 'old-tick', by: 5, after: 4 });
    expect(datesOf(listener)).to.deep.equal(truth.toSpliced(10, 0, truth[4] ?? ''));
  });

  it('writes the numbers of a message as text', async () => {
    const listener = await heardWith({ kind: 'event-numbers-as-text', type: 'quote' }, ALL);
    const [first, second] = listener.heard.filter(({ type }) => type === 'quote');
    expect([typeof first?.['bid'], typeof second?.['bid']]).to.deep.equal(['string', 'number']);
  });

  it('cuts a message in its middle', async () => {
    await client.fault({ kind: 'malformed-frame' });
    const frames = await rawFrames(simulator.url, { sessionid: await client.session(), symbols: ['AAPL'], filter: ['trade'], linebreak: false });
    await client.control({ action: 'start' });
    const first = await frames.next();
    expect(first).to.match(/^\{"type":"trade"/);
    expect(() => JSON.parse(first)).to.throw(SyntaxError);
    expect(JSON.parse(await frames.next())).to.include({ type: 'trade' });
  });

  it('cuts the connection, and tells again what was not acknowledged', async () => {
    await client.fault({ kind: 'socket-drop', after: 3 });
    const first = await client.listen(TRADES);
    await client.control({ action: 'start' });
    first.acknowledge(await first.clock());
    await first.untilClosed();
    expect(datesOf(first)).to.deep.equal(truth.slice(0, 3));
    const second = await client.listen(TRADES);
    await toTheEnd(second);
    expect(datesOf(second)).to.deep.equal(truth.slice(ACKNOWLEDGED));
  });

  for (const kind of ['stall', 'half-open']) {
    it(`leaves the socket open and silent (${kind}), and loses nothing for the next connection`, async () => {
      await client.fault({ kind, after: 3, stream: 'market' });
      const first = await client.listen(TRADES);
      await client.control({ action: 'start' });
      first.acknowledge(await first.clock());
      for (let heard = ACKNOWLEDGED; heard < 3; heard += 1) await first.next(({ type }) => type === 'trade');
      const second = await client.listen(TRADES);
      await toTheEnd(second);
      expect(datesOf(first), 'what was said before').to.deep.equal(truth.slice(0, 3));
      expect(first.closed, 'though the session has gone to the second').to.equal(false);
      expect(datesOf(second)).to.deep.equal(truth.slice(ACKNOWLEDGED));
      first.close();
    });
  }

  describe('asked for a sign of life', () => {
    let socket: WebSocket;
    beforeEach(async () => {
      socket = new WebSocket(`${simulator.url.replace('http', 'ws')}/v1/markets/events`);
      await once(socket, 'open');
    });
    afterEach(() => socket.terminate());

    it('gives one on a stalled socket', async () => {
      await client.fault({ kind: 'stall', stream: 'market' });
      socket.ping();
      await once(socket, 'pong');
    });

    it('gives none on a half-open one, to the end', async () => {
      let pongs = 0;
      socket.on('pong', () => (pongs += 1));
      await client.fault({ kind: 'half-open', stream: 'market', ms: 50 });
      socket.ping();
      await once(socket, 'close');
      expect(pongs).to.equal(0);
    });
  });

  it('takes the session, and every id with it', async () => {
    const id = await client.session();
    const listener = await client.listen(TRADES);
    await client.control({ action: 'start' });
    await listener.next(({ type }) => type === 'trade');
    await client.fault({ kind: 'session-loss', stream: 'market' });
    await listener.untilClosed();
    expect(listener.heard.at(-1)).to.deep.equal({ error: 'session not found' });
    const again = await client.listen({ ...TRADES, sessionid: id });
    await again.untilClosed();
    expect(again.heard).to.deep.equal([{ error: 'session not found' }]);
  });

  it('refuses a subscription for there being too many sessions', async () => {
    await client.fault({ kind: 'too-many-sessions', stream: 'market' });
    const listener = await client.listen(TRADES);
    await listener.untilClosed();
    expect(listener.heard).to.deep.equal([{ error: 'too many sessions' }]);
    const second = await client.listen(TRADES);
    await client.control({ action: 'start' });
    await second.next(({ type }) => type === 'trade');
  });

  it('closes both streams as every night, those that come after not', async () => {
    const [market, account] = [await client.listen(TRADES), await client.follow()];
    await client.control({ action: 'start' });
    await market.next(({ type }) => type === 'trade');
    await client.fault({ kind: 'nightly-close' });
    await Promise.all([market.untilClosed(), account.untilClosed()]);
    expect(await client.get('/v1/simulator/faults')).to.deep.include({ active: [], counts: { 'nightly-close': 2 } });
    const next = await client.listen(TRADES);
    await toTheEnd(next);
    expect(datesOf(next)).to.deep.equal(truth);
  });

  it('puts the clock of the stream wrong, and still understands what is acknowledged', async () => {
    await client.fault({ kind: 'clock-skew', ms: -3000 });
    const listener = await client.listen(TRADES);
    await client.control({ action: 'start' });
    const first = await listener.clock();
    expect(Number(first.date)).to.equal(TAPE_START + 2000 - 3000);
    listener.acknowledge(first);
    expect(Number((await listener.clock()).date)).to.equal(TAPE_START + MINUTE + 2000 - 3000);
  });

  it('splits a share: on the stream and in REST, with its close of the day before', async () => {
    client = new Client((await started(['--speed', '30'])).url);
    const listener = await client.listen({ symbols: ['AAPL'], filter: ['summary', 'clock'] });
    const before = await listener.next(({ type }) => type === 'summary');
    await client.fault({ kind: 'split', symbol: 'AAPL', ratio: 4, when: 'now' });
    const closeBefore = Number(before['prevClose']);
    const after = await listener.next((message) => message.type === 'summary' && message['prevClose'] !== before['prevClose']);
    expect(Number(after['prevClose'])).to.equal(closeBefore / 4);
    expect(Number(after['high'])).to.be.lessThan(Number(before['low']) / 3);
    expect(await client.get('/v1/markets/quotes?symbols=AAPL')).to.have.nested.property('quotes.quote.prevclose', closeBefore / 4);
    const journalled = new Client((await started(['--state', scratch.file('book')])).url);
    expect((await journalled.sendJson('/v1/simulator/faults', { kind: 'split', symbol: 'AAPL', ratio: 4 })).status, 'it would not come back after a kill').to.equal(400);
  });

  it('strikes account events too', async () => {
    client = new Client((await started([])).url);
    await client.fault({ kind: 'duplicate-event', stream: 'account' });
    const listener = await client.follow();
    // the frame is read before a request that is sent after it: both are on one loop
    await client.session('accounts');
    const id = await client.order({ type: 'limit', price: 1 });
    const first = await listener.next(({ event }) => event === 'order');
    expect(first).to.include({ id, event: 'order' });
    expect(await listener.next(({ event }) => event === 'order')).to.deep.equal(first);
    expect(await client.get(`${ACCOUNT_PATH}/orders/${id}`)).to.have.nested.property('order.id', id);
  });
});

/** Frames as they come, one after the other. */
async function rawFrames(url: string, subscription: object): Promise<{ next(): Promise<string> }> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/markets/events`);
  const frames: string[] = [];
  let wake = (): void => {};
  socket.on('message', (data) => {
    frames.push(String(data));
    wake();
  });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify(subscription));
  const next = async (): Promise<string> => {
    while (frames.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return frames.shift() ?? '';
  };
  return { next };
}
