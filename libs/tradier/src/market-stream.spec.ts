import { expect } from 'chai';
import { HandRungs } from '../test/hand-rungs.js';
import { ManualTime } from '../test/manual-time.js';
import { FeedLadder } from './feed-ladder.js';
import { MarketStream } from './market-stream.js';
import { TIMING } from './stream-timing.js';
import { TradierError } from './tradier-error.js';

const TRADE = '{"type":"trade"}';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('the stream of the market', () => {
  let time: ManualTime;
  let rungs: HandRungs;
  let stream: MarketStream;
  let told: string[];
  let sessions: number;
  let refusing: boolean;
  beforeEach(() => {
    time = new ManualTime();
    rungs = new HandRungs();
    told = [];
    sessions = 0;
    refusing = false;
    const ladder = new FeedLadder(TIMING, () => 1);
    ladder.allow(true);
    const openSession = async () => {
      if (refusing) throw new TradierError('unavailable', 'no session');
      sessions += 1;
      return { id: `s${sessions}`, url: 'wss://ws.tradier.com/v1/markets/events', since: time.clock.now() };
    };
    stream = new MarketStream(
      { openSession, rungs, ladder, timing: TIMING, timers: time },
      {
        opened: (rung, symbols) => told.push(`opened ${rung} ${symbols}`),
        texts: (texts, drop) => {
          if (texts.includes('{"error":"session not found"}')) drop('session not found');
          const market = texts.filter((text) => !text.includes('error'));
          told.push(...market);
          return market.length > 0;
        },
        lost: (reason) => told.push(`lost ${reason}`),
        unsure: () => told.push('unsure'),
        polling: (needed) => told.push(needed ? 'polls' : 'polls no more'),
      },
    );
  });
  afterEach(async () => {
    await stream.close();
    expect([time.pending, rungs.standing], 'nothing is left behind').to.deep.equal([0, []]);
  });

  /** Until a socket serves that has been heard. */
  async function serving(): Promise<void> {
    stream.subscribe(['A', 'B']);
    await time.pass(0);
    rungs.last.opens().tells(TRADE);
  }
  /** Ends each new attempt until so many have failed in a row. */
  async function failing(attempts: number): Promise<void> {
    for (let failed = 0; failed < attempts; failed += 1) {
      const before = rungs.made.length;
      while (rungs.made.length === before) await time.pass(100);
      rungs.last.ends('refused');
    }
  }
  /** Down to the HTTP stream, which serves. */
  async function servingByHttp(): Promise<void> {
    stream.subscribe(['A', 'B']);
    await failing(3);
    await time.pass(500);
    rungs.last.opens().tells(TRADE);
  }

  it('is a socket with a fresh session, at once', async () => {
    await serving();
    expect(rungs.last).to.include({ rung: 'socket' });
    expect(rungs.last.lists).to.deep.equal([{ session: 's1', symbols: ['A', 'B'] }]);
    expect(told).to.deep.equal(['opened socket 2', TRADE]);
  });

  it('goes down to the HTTP stream and to polling, and says each once', async () => {
    stream.subscribe(['A']);
    await failing(7);
    expect(rungs.made.map(({ rung }) => rung)).to.deep.equal(['socket', 'socket', 'socket', 'http', 'http', 'socket', 'http']);
    expect(told.filter((words) => words.startsWith('polls'))).to.deep.equal(['polls']);
    expect(new Set(rungs.made.map(({ lists }) => lists[0]?.session)), 'each with a session of its own').to.have.property('size', 7);
  });

  it('comes back up from polling when a stream opens', async () => {
    stream.subscribe(['A']);
    await failing(5);
    await time.pass(4000);
    rungs.last.opens();
    expect(told.slice(-2)).to.deep.equal(['polls no more', 'opened socket 1']);
  });

  it('tries the socket while the HTTP stream serves, which goes on until the socket has been heard', async () => {
    await servingByHttp();
    const http = rungs.last;
    await time.pass(30_000);
    const socket = rungs.last.opens();
    expect([socket.rung, http.closed]).to.deep.equal(['socket', undefined]);
    http.tells('{"n":1}');
    socket.tells('{"n":2}');
    expect(http.closed).to.equal('another connection has taken over');
    expect(told.slice(-5)).to.deep.equal([TRADE, '{"n":1}', 'unsure', '{"n":2}', 'opened socket 2']);
    expect(
      told.filter((words) => words.startsWith('lost')),
      'no moment without a stream after the HTTP stream',
    ).to.have.length(3);
  });

  it('stays with the HTTP stream when the socket fails again', async () => {
    await servingByHttp();
    const http = rungs.last;
    await time.pass(30_000);
    rungs.last.ends('refused');
    expect([http.closed, told.at(-1)]).to.deep.equal([undefined, TRADE]);
    await time.pass(60_000);
    expect(rungs.last.rung).to.equal('socket');
  });

  it('is taken over by the next connection where the server ends the older one for it', async () => {
    await servingByHttp();
    const http = rungs.last;
    await time.pass(30_000);
    rungs.last.opens();
    http.tells('{"error":"session not found"}');
    expect(told.at(-1)).to.equal('opened socket 2');
    expect(rungs.standing.map(({ rung }) => rung)).to.deep.equal(['socket']);
  });

  it('is taken over after a while in a market where nothing happens', async () => {
    await servingByHttp();
    await time.pass(30_000);
    rungs.last.opens();
    await time.pass(15_000);
    expect(told.slice(-2)).to.deep.equal(['unsure', 'opened socket 2']);
  });

  it('says before the text by which the next one takes over that something of the older one may be lost, each time until it does', async () => {
    await servingByHttp();
    await time.pass(30_000);
    rungs.last.opens().tells('{"error":"of one symbol"}').tells('{"n":2}');
    expect(told.slice(-4)).to.deep.equal(['unsure', 'unsure', '{"n":2}', 'opened socket 2']);
  });

  it('is replaced after 20 hours, for streams go stale, without a moment between', async () => {
    await serving();
    const [first] = rungs.made;
    await time.pass(20 * HOUR);
    rungs.last.opens();
    expect([rungs.made.length, first?.closed]).to.deep.equal([2, undefined]);
    first?.tells(TRADE);
    rungs.last.tells(TRADE);
    expect(first?.closed).to.be.a('string');
    expect(told.slice(1)).to.deep.equal([TRADE, TRADE, 'unsure', TRADE, 'opened socket 2']);
  });

  it('comes back half a second after it broke, with everything subscribed again', async () => {
    await serving();
    await time.pass(MINUTE);
    rungs.last.ends('broken');
    await time.pass(500);
    expect(rungs.last.lists).to.deep.equal([{ session: 's2', symbols: ['A', 'B'] }]);
  });

  it('that is heard and breaks at once counts as failed: the pauses grow', async () => {
    stream.subscribe(['A']);
    const began = time.clock.now();
    const after: number[] = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const before = rungs.made.length;
      while (rungs.made.length === before) await time.pass(100);
      after.push(time.clock.now() - began);
      rungs.last.opens().tells(TRADE).ends('broken');
    }
    // 0 ms, then 1000 more, then 2000 more; seen in steps of 100
    expect(after).to.deep.equal([100, 1100, 3100]);
  });

  it('that told nothing for a minute has worked all the same: the market may be closed', async () => {
    stream.subscribe(['A']);
    for (let night = 0; night < 5; night += 1) {
      const before = rungs.made.length;
      while (rungs.made.length === before) await time.pass(100);
      rungs.last.opens();
      await time.pass(MINUTE);
      rungs.last.ends('closed');
    }
    expect(rungs.made.map(({ rung }) => rung)).to.deep.equal(['socket', 'socket', 'socket', 'socket', 'socket']);
  });

  it('that is distrusted is left for the next rung', async () => {
    await serving();
    stream.distrust('the quotes are ahead');
    expect(told.at(-1)).to.equal('lost the quotes are ahead');
    await time.pass(500);
    expect(rungs.last.rung).to.equal('http');
  });

  it('is asked for a new session where Tradier no longer knows the old one', async () => {
    await serving();
    rungs.last.tells('{"error":"session not found"}');
    await time.pass(1000);
    expect(rungs.last.lists[0]).to.include({ session: 's2' });
  });

  it('is tried until a session is given', async () => {
    refusing = true;
    stream.subscribe(['A']);
    await time.pass(MINUTE);
    expect([rungs.made.length, told.includes('lost no session'), told.includes('polls')]).to.deep.equal([0, true, true]);
    refusing = false;
    await time.pass(10 * MINUTE);
    expect(rungs.made.length).to.equal(1);
  });

  it('takes the newest list over the same connection, and a fresh session where the old one is too old', async () => {
    await serving();
    stream.subscribe(['A']);
    stream.subscribe(['C']);
    await time.pass(100);
    await time.pass(5 * MINUTE);
    stream.subscribe(['D']);
    await time.pass(100);
    expect(rungs.last.lists.slice(1)).to.deep.equal([
      { session: 's1', symbols: ['C'] },
      { session: 's2', symbols: ['D'] },
    ]);
    expect(rungs.made).to.have.length(1);
  });

  it('gives a connection that was begun with an older list the newest one', async () => {
    stream.subscribe(['A']);
    await time.pass(0);
    stream.subscribe(['B']);
    await time.pass(100);
    rungs.last.opens();
    expect(rungs.last.lists.at(-1)).to.deep.equal({ session: 's1', symbols: ['B'] });
  });

  it('opens an HTTP stream anew for a new list, which is no failure of that rung', async () => {
    await servingByHttp();
    for (const symbols of [['C'], ['D'], ['A', 'C']]) {
      stream.subscribe(symbols);
      await time.pass(600);
      rungs.last.opens();
    }
    expect(rungs.made.slice(3).map(({ rung }) => rung)).to.deep.equal(['http', 'http', 'http', 'http']);
    expect(rungs.last.lists).to.deep.equal([{ session: 's7', symbols: ['A', 'C'] }]);
    expect(told).to.not.include('polls');
  });

  it('has no connection while nothing is subscribed, and a new one afterwards', async () => {
    await serving();
    stream.subscribe([]);
    expect([rungs.standing, told.at(-1)]).to.deep.equal([[], 'lost nothing is subscribed']);
    await time.pass(HOUR);
    expect(rungs.made).to.have.length(1);
    stream.subscribe(['A']);
    await time.pass(500);
    expect(rungs.made).to.have.length(2);
  });
});
