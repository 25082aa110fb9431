import { UnavailableError } from '@sofi/domain';
import { expect } from 'chai';
import { FanOut, type Snapshot } from './fan-out.js';
import { openPair } from './open-pair.js';
import { Viewer } from './viewer.js';

/** The bus as one map of handlers. */
class Subjects {
  readonly handlers = new Map<string, Set<(data: Uint8Array, subject: string) => void>>();
  subscribe(subject: string, handler: (data: Uint8Array, subject: string) => void): () => void {
    const set = this.handlers.get(subject) ?? new Set();
    this.handlers.set(subject, set.add(handler));
    return () => {
      set.delete(handler);
      if (set.size === 0) this.handlers.delete(subject);
    };
  }
  say(pattern: string, text: string, subject = pattern): void {
    for (const handler of this.handlers.get(pattern) ?? []) handler(Buffer.from(text), subject);
  }
}

/** A browser, and what it has been sent so far. */
class Browser {
  readonly frames: unknown[] = [];
  private more: (() => void) | undefined;
  private constructor(
    readonly viewer: Viewer,
    readonly close: () => Promise<void>,
  ) {}
  static async open(): Promise<Browser> {
    const { wire, client, close } = await openPair();
    const browser = new Browser(new Viewer(wire), close);
    client.on('message', (data: Buffer) => {
      browser.frames.push(JSON.parse(data.toString()));
      browser.more?.();
    });
    return browser;
  }
  async until(count: number): Promise<unknown[]> {
    while (this.frames.length < count) await new Promise<void>((resolve) => (this.more = resolve));
    return this.frames;
  }
}

describe('FanOut', () => {
  const open: Browser[] = [];
  const openBrowser = async () => {
    const browser = await Browser.open();
    open.push(browser);
    return browser;
  };
  const setUp = async (snapshot: Snapshot = async () => ['{"snap":1}']) => {
    const bus = new Subjects();
    return { bus, fanOut: new FanOut(bus, snapshot), browser: await openBrowser() };
  };
  afterEach(() => Promise.all(open.splice(0).map((browser) => browser.close())));

  it('says what is current, then each change as it came', async () => {
    const { bus, fanOut, browser } = await setUp();
    await fanOut.watch(browser.viewer, 'quote:AAPL');
    bus.say('md.trade.AAPL', '{"price":1.50}');
    expect(await browser.until(2)).to.deep.equal([
      { channel: 'quote:AAPL', snapshot: true, data: [{ snap: 1 }] },
      { channel: 'quote:AAPL', subject: 'md.trade.AAPL', data: { price: 1.5 } },
    ]);
  });

  it('loses no change that comes while the snapshot is read, and sends it after the snapshot', async () => {
    let answer: (current: string[]) => void = () => undefined;
    const { bus, fanOut, browser } = await setUp(() => new Promise((resolve) => (answer = resolve)));
    const watching = fanOut.watch(browser.viewer, 'orders');
    bus.say('order.event.*.*', '{"sequence":1}', 'order.event.VA1.AAPL');
    answer([]);
    await watching;
    expect(await browser.until(2)).to.deep.equal([
      { channel: 'orders', snapshot: true, data: [] },
      { channel: 'orders', subject: 'order.event.VA1.AAPL', data: { sequence: 1 } },
    ]);
  });

  it('listens to the bus once for all viewers, and stops with the last', async () => {
    const { bus, fanOut, browser } = await setUp();
    const other = await openBrowser();
    await Promise.all([fanOut.watch(browser.viewer, 'quote:AAPL'), fanOut.watch(other.viewer, 'quote:AAPL')]);
    expect(bus.handlers.get('md.quote.AAPL')?.size).to.equal(1);
    await browser.until(1);
    fanOut.leave(browser.viewer, 'quote:AAPL');
    bus.say('md.quote.AAPL', '{"bid":1}');
    await other.until(2);
    expect(browser.frames).to.have.length(1);
    fanOut.leaveAll(other.viewer);
    expect([...bus.handlers.keys()]).to.deep.equal([]);
    expect(fanOut.channels).to.equal(0);
  });

  it('subscribing twice is subscribing once', async () => {
    const { bus, fanOut, browser } = await setUp();
    await fanOut.watch(browser.viewer, 'account');
    await fanOut.watch(browser.viewer, 'account');
    bus.say('account.*', '{}', 'account.VA1');
    expect(await browser.until(2)).to.have.length(2);
  });

  it('says why a channel is refused', async () => {
    const { fanOut, browser } = await setUp();
    await fanOut.watch(browser.viewer, 'candle:banana:AAPL');
    const [frame] = (await browser.until(1)) as { error: string }[];
    expect(frame!.error).to.include('banana');
    expect(frame!.error).to.include('must be one of 1m, 5m');
  });

  it('says what could not be read, and stays out of the channel', async () => {
    const { bus, fanOut, browser } = await setUp(async () => {
      throw new UnavailableError('the database does not answer');
    });
    await fanOut.watch(browser.viewer, 'orders');
    expect(await browser.until(1)).to.deep.equal([{ channel: 'orders', data: null, error: 'the database does not answer' }]);
    expect(bus.handlers.size).to.equal(0);
  });
});
