import { clockMessage, encode, encodeTrade, subjects } from '@sofi/contracts';
import { equitySymbol, price, type ClockTick, type EquitySymbol, type Trade } from '@sofi/domain';
import { ReachedTime } from '@sofi/service-kit';
import { expect } from 'chai';
import { NOW, SPY } from '../test/floor-scene.js';
import { MarketWatch } from './market-watch.js';

const QQQ = equitySymbol('QQQ');
const bytes = (text: string) => new TextEncoder().encode(text);

describe('the market watch', () => {
  let judged: number[];
  let marked: number[];
  let free: number[];
  let sequence: number;
  let watch: MarketWatch;
  let reached: ReachedTime;

  /** Begins after message 10, with everything up to `judgedUntil` ms after NOW judged before. */
  function begin(judgedUntil: number): void {
    [judged, marked, free, sequence] = [[], [], [], 10];
    reached = new ReachedTime(NOW + judgedUntil);
    const watcher = {
      trade: ({ exchangeTime }: Trade) => void judged.push(exchangeTime - NOW),
      mark: ({ exchangeTime }: Trade) => void marked.push(exchangeTime - NOW),
      feed: () => undefined,
    };
    watch = new MarketWatch(watcher, { covers: () => true, cover: async () => undefined }, reached, NOW + judgedUntil, sequence, (tick) => free.push(tick.time - NOW));
  }
  async function trade(after: number, symbol: EquitySymbol = SPY): Promise<void> {
    const time = NOW + after;
    const said: Trade = { kind: 'trade', symbol, price: price(100), size: 1, cumulativeVolume: 1, exchange: 'Q', session: 'regular', exchangeTime: time, receivedTime: time };
    await watch.onMessage({ subject: subjects.trade(symbol), sequence: ++sequence, data: bytes(encodeTrade(said)), time });
  }
  async function clock(after: number, paced: boolean): Promise<void> {
    const tick: ClockTick = { kind: 'clock', time: NOW + after, paced };
    await watch.onMessage({ subject: subjects.marketClock, sequence: ++sequence, data: bytes(encode(clockMessage, tick)), time: tick.time });
  }
  beforeEach(() => begin(0));

  it('has trades from before the restart say what a symbol is worth, and judges only those after', async () => {
    await trade(-1);
    await trade(0);
    await trade(1);
    expect({ marked, judged }).to.deep.equal({ marked: [-1, 0], judged: [1] });
  });

  it('passes over what a market that waits says again, up to its last tick', async () => {
    await trade(500);
    await clock(1_000, true);
    await trade(500);
    await trade(1_000);
    await trade(1_001);
    expect(judged).to.deep.equal([500, 1_001]);
  });

  it('judges a trade that comes late in a market that runs by itself', async () => {
    await clock(1_000, false);
    await trade(900);
    expect(judged).to.deep.equal([900]);
  });

  it('goes forward only, and tells ticks of a market that runs by itself', async () => {
    await clock(1_000, true);
    await clock(2_000, false);
    await clock(1_500, false);
    expect(free).to.deep.equal([2_000]);
    expect(reached.time).to.equal(NOW + 2_000);
    expect(watch.freeTime()).to.equal(NOW + 2_000);
  });

  it('is sure of the time at once where the market waits, otherwise with the next tick', async () => {
    const never = new AbortController().signal;
    let sure = false;
    const waiting = watch.present(never).then(() => (sure = true));
    await trade(500);
    expect(sure).to.equal(false);
    await clock(1_000, false);
    await waiting;
    await clock(2_000, true);
    await watch.present(never);
  });

  it('is read again after a restart from the last trade of what is held, and from the last tick', async () => {
    await trade(100, QQQ); // 11
    await trade(200); // 12
    await clock(1_000, true); // 13
    await trade(1_100); // 14
    const places = [[], [SPY], [QQQ], [SPY, QQQ], [equitySymbol('IBM')]].map((held) => watch.readAgainAfter(held));
    expect(places).to.deep.equal([12, 12, 10, 10, 12]);
  });
});
