import { accountMessage, alertMessage, encode, encodeQuote, encodeTrade, feedStatusMessage, subjects } from '@sofi/contracts';
import { price } from '@sofi/domain';
import { freePort } from '@sofi/nats/testing';
import { expect } from 'chai';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { AAPL, account, barAt, decisionAt, feed, OPEN, orderRow, snapshot } from './fixtures.js';
import { PASSWORD, RunningGateway } from './running-gateway.js';

interface Frame {
  readonly channel: string;
  readonly subject?: string;
  readonly snapshot?: true;
  readonly data: unknown;
  readonly error?: string;
}

/** A browser's end of the socket: frames in order, waited for one by one. */
class Browser {
  readonly frames: Frame[] = [];
  private readonly waiting = new Set<(frame: Frame) => void>();
  constructor(readonly socket: WebSocket) {
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as Frame;
      this.frames.push(frame);
      for (const look of this.waiting) look(frame);
    });
  }
  say(op: 'subscribe' | 'unsubscribe', ...channels: string[]): void {
    this.socket.send(JSON.stringify({ op, channels }));
  }
  until(found: (frame: Frame) => boolean): Promise<Frame> {
    const known = this.frames.find(found);
    if (known) return Promise.resolve(known);
    return new Promise((resolve) => {
      const look = (frame: Frame) => {
        if (!found(frame)) return;
        this.waiting.delete(look);
        resolve(frame);
      };
      this.waiting.add(look);
    });
  }
  snapshotOf(channel: string): Promise<Frame> {
    return this.until((frame) => frame.channel === channel && frame.snapshot === true);
  }
}

describe('the browser socket', function () {
  this.timeout(30_000);
  let gateway: RunningGateway;
  let metricsPort: number;
  const open: WebSocket[] = [];

  before(async () => {
    metricsPort = await freePort();
    gateway = await RunningGateway.start({ ADMIN_PASSWORD: PASSWORD, METRICS_PORT: String(metricsPort) });
    await gateway.signIn();
  });
  afterEach(() => open.splice(0).forEach((socket) => socket.terminate()));
  after(() => gateway.stop());

  const dial = (headers: Record<string, string>) => {
    const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}/ws`, { headers });
    open.push(socket);
    return socket;
  };
  const enter = async (headers: Record<string, string> = { cookie: gateway.session.cookie }) => {
    const socket = dial(headers);
    const browser = new Browser(socket);
    await once(socket, 'open');
    return browser;
  };
  const statusOf = async (headers: Record<string, string>) => {
    const socket = dial(headers);
    socket.on('error', () => undefined);
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number; headers: Record<string, string> }];
    expect(response.headers['content-type']).to.equal('application/problem+json');
    return response.statusCode;
  };
  const sayTrade = (cents: number, size = 1) =>
    gateway.bus.publish(
      subjects.trade(AAPL),
      encodeTrade({
        kind: 'trade',
        symbol: AAPL,
        price: price(cents / 100),
        size,
        cumulativeVolume: cents,
        exchange: 'Q',
        session: 'regular',
        exchangeTime: OPEN,
        receivedTime: OPEN,
      }),
    );
  const channels = (count: number) =>
    Array.from({ length: count }, (_, index) => `quote:${[17_576, 676, 26, 1].map((unit) => String.fromCharCode(65 + (Math.floor(index / unit) % 26))).join('')}`);
  const orderEvent = (sequence: number) => JSON.stringify({ orderId: 'o-1', sequence, time: OPEN, type: 'submitted' });

  it('opens to a session or a token, from our own page', async () => {
    const { cookie } = gateway.session;
    expect(await statusOf({})).to.equal(401);
    expect(await statusOf({ cookie: 'sofi_session=false' })).to.equal(401);
    expect(await statusOf({ cookie, origin: 'http://evil.example' })).to.equal(403);
    await enter({ cookie, origin: `http://127.0.0.1:${gateway.port}` });
    const { token } = await gateway.json<{ token: string }>('auth/tokens', { body: { name: 'watcher' } });
    await enter({ authorization: `Bearer ${token}` });
  });

  it('says what is current, then every change as it came', async () => {
    await gateway.bus.record(
      subjects.quote(AAPL),
      encodeQuote({ kind: 'quote', symbol: AAPL, bid: price(99.9), bidSize: 1, ask: price(100.1), askSize: 2, exchangeTime: OPEN, receivedTime: OPEN }),
    );
    const browser = await enter();
    browser.say('subscribe', 'quote:AAPL');
    expect(await browser.snapshotOf('quote:AAPL')).to.deep.equal({
      channel: 'quote:AAPL',
      snapshot: true,
      data: [{ kind: 'quote', symbol: 'AAPL', bid: 99.9, bidSize: 1, ask: 100.1, askSize: 2, exchangeTime: OPEN, receivedTime: OPEN }],
    });
    sayTrade(10_050);
    const change = await browser.until((frame) => frame.subject === 'md.trade.AAPL');
    expect(change).to.deep.equal({
      channel: 'quote:AAPL',
      subject: 'md.trade.AAPL',
      data: { kind: 'trade', symbol: 'AAPL', price: 100.5, size: 1, cumulativeVolume: 10_050, exchange: 'Q', session: 'regular', exchangeTime: OPEN, receivedTime: OPEN },
    });
  });

  it('has a snapshot for every channel', async () => {
    await gateway.db.bars.save([0, 1, 2, 3].map((minute) => barAt(minute, 100 + minute)));
    await gateway.db.decisions.append([decisionAt(0)]);
    await gateway.db.orders.save({ ...orderRow });
    await gateway.bus.record(subjects.account('VA1'), encode(accountMessage, account));
    await gateway.bus.record(subjects.feedStatus, encode(feedStatusMessage, feed));
    const alert = { id: 'a1', severity: 'warning' as const, service: 'market-data', what: 'stale', whatToDo: 'wait', time: OPEN };
    await gateway.bus.record(subjects.alert('warning'), encode(alertMessage, alert));
    const browser = await enter();
    browser.say('subscribe', 'candle:1m:AAPL', 'decision:12', 'orders', 'positions', 'account', 'alerts', 'system');
    const data = async (channel: string) => (await browser.snapshotOf(channel)).data as Record<string, unknown>[];
    expect((await data('candle:1m:AAPL')).map((bar) => bar['close'])).to.deep.equal([101, 102, 103]);
    expect((await data('decision:12')).map((one) => one['id'])).to.deep.equal([decisionAt(0).id]);
    expect(await data('orders')).to.deep.equal([orderRow]);
    expect(await data('positions')).to.deep.equal([]);
    expect((await data('account'))[0]).to.include({ account: 'VA1', equity: 100_010 });
    expect(await data('alerts')).to.deep.equal([alert]);
    expect((await data('system')).find((one) => 'state' in one)).to.include({ state: 'live', mode: 'simulated' });
  });

  it('shows on its metrics port, and nowhere else without a login, how many watch', async () => {
    const browser = await enter();
    browser.say('subscribe', 'orders');
    await browser.snapshotOf('orders');
    const answer = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);
    expect(await answer.text()).to.match(/^sofi_gateway_viewers\{service="gateway"\} [1-9]/m);
    expect((await fetch(`http://127.0.0.1:${metricsPort}/api/v1/orders`)).status).to.equal(404);
    expect((await gateway.sendBare('/metrics')).status).to.equal(401);
  });

  it('stops when told to, and refuses a channel in words', async () => {
    const browser = await enter();
    browser.say('subscribe', 'orders', 'banana');
    await browser.snapshotOf('orders');
    expect((await browser.until((frame) => frame.channel === 'banana')).error).to.include('must be quote:<symbol>');
    browser.say('unsubscribe', 'orders');
    browser.say('subscribe', 'account');
    await browser.snapshotOf('account');
    await gateway.bus.record('order.event.VA1.AAPL', orderEvent(1));
    await gateway.bus.record(subjects.account('VA1'), encode(accountMessage, account));
    await browser.until((frame) => frame.subject === 'account.VA1');
    expect(browser.frames.some((frame) => frame.subject === 'order.event.VA1.AAPL')).to.equal(false);
  });

  it('ends with who says anything else', async () => {
    const browser = await enter();
    browser.socket.send('{"op":"place-order"}');
    const [code] = (await once(browser.socket, 'close')) as [number];
    expect(code).to.equal(1008);
  });

  it('carries a thousand channels and no more', async () => {
    const browser = await enter();
    const symbols = channels(1001);
    browser.say('subscribe', ...symbols.slice(0, 600));
    browser.say('subscribe', ...symbols.slice(400, 1000));
    await browser.snapshotOf(symbols[999]!);
    browser.say('subscribe', symbols[1000]!);
    expect((await browser.until((frame) => frame.channel === '')).error).to.equal('these would be 1001 channels; one socket carries at most 1000');
    browser.say('unsubscribe', symbols[0]!);
    browser.say('subscribe', symbols[1000]!);
    await browser.snapshotOf(symbols[1000]!);
  });

  it('refuses ten thousand channels in words: nothing of them is watched, what was watched goes on, and other sockets notice nothing', async () => {
    const [greedy, other] = [await enter(), await enter()];
    for (const browser of [greedy, other]) browser.say('subscribe', 'account');
    await Promise.all([greedy, other].map((browser) => browser.snapshotOf('account')));
    greedy.say('subscribe', ...channels(10_000));
    const refusal = await greedy.until((frame) => frame.error !== undefined);
    expect(refusal).to.deep.equal({ channel: '', data: null, error: 'these would be 10001 channels; one socket carries at most 1000' });
    await gateway.bus.record(subjects.account('VA1'), encode(accountMessage, account));
    await Promise.all([greedy, other].map((browser) => browser.until((frame) => frame.subject === 'account.VA1')));
    expect(greedy.frames.filter((frame) => frame.channel.startsWith('quote:'))).to.deep.equal([]);
  });

  it('says of a symbol that nobody knows that there is none, and of an empty one; a broker that is away refuses none', async () => {
    const browser = await enter();
    // nobody answers for market-data yet
    browser.say('subscribe', 'quote:ZZZY');
    expect(await browser.snapshotOf('quote:ZZZY')).to.deep.include({ data: [] });
    await gateway.answer('market-data.snapshots', ({ symbols }) => ({
      known: symbols.filter((symbol) => symbol === 'IBM').map((symbol) => ({ ...snapshot, symbol })),
      unknown: symbols.filter((symbol) => symbol !== 'IBM'),
    }));
    browser.say('subscribe', 'quote:ZZZZ', 'candle:1m:ZZZZ', 'quote:', 'quote:IBM', 'candle:1m:IBM');
    for (const channel of ['quote:ZZZZ', 'candle:1m:ZZZZ']) {
      expect((await browser.until((frame) => frame.channel === channel)).error).to.equal('symbol "ZZZZ" is not known to the broker');
    }
    expect((await browser.until((frame) => frame.channel === 'quote:')).error).to.equal('symbol "" must be 1 to 6 letters, with a slash before a share class (BRK/B)');
    for (const channel of ['quote:IBM', 'candle:1m:IBM']) expect(await browser.snapshotOf(channel)).to.deep.include({ data: [] });
  });

  it('gives a browser that sleeps the newest price when it wakes, and every order event', async () => {
    const browser = await enter();
    // what has traded exists, whatever the broker says
    sayTrade(10_000, 0);
    await gateway.bus.lastSequence('TRADES');
    browser.say('subscribe', 'quote:AAPL', 'orders');
    await Promise.all([browser.snapshotOf('quote:AAPL'), browser.snapshotOf('orders')]);
    browser.socket.pause();
    const ticks = 150_000;
    const orders = 300;
    for (let i = 1; i <= ticks; i += 1) {
      sayTrade(10_000 + (i % 100), i);
      if (i % (ticks / orders) === 0) gateway.bus.publish('order.event.VA1.AAPL', orderEvent(i / (ticks / orders)));
      // the spec's own connection must not drown either
      if (i % 5000 === 0) await gateway.bus.lastSequence('TRADES');
    }
    browser.socket.resume();
    const isNewest = (frame: Frame) => frame.subject === 'md.trade.AAPL' && (frame.data as { size: number }).size === ticks;
    await Promise.all([browser.until(isNewest), browser.until((frame) => frame.subject === 'order.event.VA1.AAPL' && (frame.data as { sequence: number }).sequence === orders)]);
    const sequences = browser.frames.filter((frame) => frame.subject === 'order.event.VA1.AAPL').map((frame) => (frame.data as { sequence: number }).sequence);
    expect(sequences, 'no order event may be lost, doubled or moved').to.deep.equal(Array.from({ length: orders }, (_, index) => index + 1));
    const prices = browser.frames.filter((frame) => frame.subject === 'md.trade.AAPL').length;
    expect(prices, 'what was overtaken while it slept is not sent').to.be.below(ticks / 2);
  });
});
