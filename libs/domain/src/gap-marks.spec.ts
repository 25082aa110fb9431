import { expect } from 'chai';
import { AAPL, tradeAt } from '../test/market-days.js';
import type { Bar } from './bar.js';
import { BarBuilder, type BarChange } from './bar-builder.js';
import type { Stretch } from './doubts.js';
import { atNewYork, timeOfDay } from './new-york-time.js';
import { nyseCalendar } from './nyse-calendar.js';
import { dollars, price } from './price.js';

const day = (clock: string, ms = 0) => atNewYork('2026-11-20', clock) + ms;

/** `10:00 c100 v300 r1 gap` */
function inShort({ bar }: BarChange): string {
  return `${timeOfDay(bar.start)} c${dollars(bar.close)} v${bar.volume} r${bar.revision} ${bar.quality}`;
}
const short = (changes: readonly BarChange[]) => changes.map(inShort);
const clocks = (ranges: readonly Stretch[]) => ranges.map(({ from, to }) => `${timeOfDay(from)}-${timeOfDay(to)}`);

function truth(clock: string, close: number, volume: number, over: Partial<Bar> = {}): Bar {
  const at = price(close);
  const bar = { symbol: AAPL, timeframe: '1m' as const, start: day(clock), end: day(clock) + 60_000, open: at, high: at, low: at, close: at, volume, tradeCount: 1, vwap: at };
  return { ...bar, revision: 0, quality: 'backfilled', ...over };
}

describe('minutes in doubt', () => {
  let made: BarBuilder;
  beforeEach(() => {
    made = new BarBuilder({ symbol: AAPL, timeframe: '1m', calendar: nyseCalendar() });
    made.onClock(day('09:29'));
  });

  describe('after a gap that was said', () => {
    beforeEach(() => {
      made.onTrade(tradeAt(day('10:00', 5_000), 100, 10, 10));
      made.missed({ from: day('10:00', 20_000), to: day('10:02', 10_000) });
    });

    it('close with the quality gap, the quiet ones too, the one behind it not', () => {
      expect(short(made.onClock(day('10:04', 2_000)))).to.deep.equal(['10:00 c100 v10 r0 gap', '10:01 c100 v0 r0 gap', '10:02 c100 v0 r0 gap', '10:03 c100 v0 r0 whole']);
      expect(clocks(made.doubtful())).to.deep.equal(['10:00-10:03']);
    });

    it('are whole where the next print goes on with the volume', () => {
      made.onClock(day('10:03', 2_000));
      expect(made.onTrade(tradeAt(day('10:03', 30_000), 101, 5, 15))).to.deep.equal([]);
      // a straggler of the print may come until 10:03:32
      expect(short(made.onClock(day('10:03', 32_000)))).to.deep.equal(['10:00 c100 v10 r1 whole', '10:01 c100 v0 r1 whole', '10:02 c100 v0 r1 whole']);
      expect(made.doubtful()).to.deep.equal([]);
    });

    it('reach to the next print where the volume has a hole', () => {
      const changes = [...made.onTrade(tradeAt(day('10:03', 30_000), 101, 5, 95)), ...made.onClock(day('10:05', 2_000))];
      expect(short(changes)).to.deep.equal(['10:00 c100 v10 r0 gap', '10:01 c100 v0 r0 gap', '10:02 c100 v0 r0 gap', '10:03 c101 v5 r0 gap', '10:04 c101 v0 r0 whole']);
    });

    it('are dismissed by the day’s volume of the broker, if that is what was counted', () => {
      made.onClock(day('10:01', 2_000));
      expect(made.onDayVolume(11)).to.deep.equal([]);
      expect(short(made.onDayVolume(10))).to.deep.equal(['10:00 c100 v10 r1 whole']);
    });

    it('become what the truth says; flat ones behind carry the new close on', () => {
      made.onClock(day('10:04', 2_000));
      const changes = made.repair([truth('10:00', 100.5, 60), truth('10:02', 102, 20)], { from: day('10:00'), to: day('10:03') });
      expect(short(changes)).to.deep.equal(['10:00 c100.5 v60 r1 backfilled', '10:01 c100.5 v0 r1 backfilled', '10:02 c102 v20 r1 backfilled', '10:03 c102 v0 r1 whole']);
      expect(made.doubtful()).to.deep.equal([]);
    });

    it('may be repaired in pieces, any first', () => {
      made.onClock(day('10:04', 2_000));
      expect(short(made.repair([truth('10:02', 102, 20)], { from: day('10:02'), to: day('10:03') }))).to.deep.equal(['10:02 c102 v20 r1 backfilled', '10:03 c102 v0 r1 whole']);
      expect(clocks(made.doubtful())).to.deep.equal(['10:00-10:02']);
      expect(short(made.repair([truth('10:01', 99, 7)], { from: day('10:00'), to: day('10:02') }))).to.deep.equal(['10:00 c100 v10 r1 backfilled', '10:01 c99 v7 r1 backfilled']);
    });

    it('keep what they have where the truth knows of less', () => {
      made.onClock(day('10:01', 2_000));
      expect(short(made.repair([truth('10:00', 50, 9)], { from: day('10:00'), to: day('10:01') }))).to.deep.equal(['10:00 c100 v10 r1 backfilled']);
    });

    it('are in doubt again when an unknown print of theirs comes after the repair, and it is not added', () => {
      made.onClock(day('10:03', 2_000));
      made.repair([truth('10:00', 100.5, 60)], { from: day('10:00'), to: day('10:03') });
      expect(short(made.onTrade(tradeAt(day('10:00', 50_000), 100.5, 50, 60)))).to.deep.equal(['10:00 c100.5 v60 r2 gap']);
      expect(clocks(made.doubtful())).to.deep.equal(['10:00-10:01']);
    });

    it('are not asked about before they are over', () => {
      made.onClock(day('10:02', 1_999));
      expect(clocks(made.doubtful())).to.deep.equal(['10:00-10:01']);
    });
  });

  it('after a hole in the volume that nobody spoke of: from the print below to the one above, once stragglers are too late', () => {
    made.onTrade(tradeAt(day('10:00', 5_000), 100, 10, 10));
    made.onClock(day('10:02', 2_000));
    made.onTrade(tradeAt(day('10:02', 30_000), 101, 5, 95));
    expect(made.onClock(day('10:02', 31_999))).to.deep.equal([]);
    expect(short(made.onClock(day('10:02', 32_000)))).to.deep.equal(['10:00 c100 v10 r1 gap', '10:01 c100 v0 r1 gap']);
    expect(short(made.onTrade(tradeAt(day('10:01', 7_000), 99, 80, 90)))).to.deep.equal(['10:01 c99 v80 r2 whole', '10:00 c100 v10 r2 whole']);
  });

  it('take prints of a repaired hole for counted, whenever they come', () => {
    made.onTrade(tradeAt(day('10:00', 5_000), 100, 10, 10));
    made.onTrade(tradeAt(day('10:01', 5_000), 101, 5, 95));
    made.onClock(day('10:02', 2_000));
    made.repair([truth('10:00', 99, 90), truth('10:01', 101, 5)], { from: day('10:00'), to: day('10:02') });
    expect(made.onTrade(tradeAt(day('10:00', 9_000), 99, 80, 90))).to.deep.equal([]);
    expect(made.stats().duplicates).to.equal(1);
  });

  it('reach over the end of a session and over the next open, not over the night', () => {
    made.onTrade(tradeAt(day('15:58', 5_000), 100, 10, 10));
    made.missed({ from: day('15:58', 30_000), to: atNewYork('2026-11-23', '09:31') });
    made.onClock(atNewYork('2026-11-23', '09:40'));
    expect(made.doubtful().map(({ from, to }) => (to - from) / 60_000)).to.deep.equal([2, 2]);
  });

  it('are those since the open where the first word is said inside a session', () => {
    made = new BarBuilder({ symbol: AAPL, timeframe: '1m', calendar: nyseCalendar() });
    made.onTrade(tradeAt(day('11:00', 30_000), 100, 1, 5_000));
    made.onClock(day('11:01', 2_000));
    expect(clocks(made.doubtful())).to.deep.equal(['09:30-11:01']);
    const changes = made.repair([truth('10:58', 98, 4_000), truth('11:00', 100, 1_000)], { from: day('09:30'), to: day('11:01') });
    expect(short(changes)).to.deep.equal(['10:58 c98 v4000 r1 backfilled', '10:59 c98 v0 r1 backfilled', '11:00 c100 v1000 r1 backfilled']);
  });

  describe('after a restart between the last print and the next, of which one shows by the volume that others are missing', () => {
    const first = tradeAt(day('10:00', 5_000), 100, 10, 10);
    const last = tradeAt(day('10:00', 56_000), 100, 10, 20);
    // 30 shares were traded around 10:01 that nobody heard of
    const next = tradeAt(day('10:01', 6_000), 101, 10, 60);
    let after: BarBuilder;
    beforeEach(() => {
      made.onTrade(first);
      made.onTrade(last);
      after = new BarBuilder({ symbol: AAPL, timeframe: '1m', calendar: nyseCalendar() });
      after.resume(
        made.onClock(day('10:01', 2_000)).map(({ bar }) => bar),
        true,
      );
    });

    it('are the one that was closed without them, and those up to the next print', () => {
      after.replay(last);
      after.onTrade(next);
      expect(short(after.onClock(day('10:02', 2_000)))).to.deep.equal(['10:01 c101 v10 r0 gap', '10:00 c100 v20 r1 gap']);
      expect(clocks(after.doubtful())).to.deep.equal(['10:00-10:02']);
      expect(after.onDayVolume(60), 'what was not counted is no proof').to.deep.equal([]);
    });

    it('are none where the volume goes on', () => {
      after.replay(last);
      after.onTrade(tradeAt(day('10:01', 6_000), 101, 10, 30));
      expect(short(after.onClock(day('10:02', 2_000)))).to.deep.equal(['10:01 c101 v10 r0 whole']);
      expect(after.doubtful()).to.deep.equal([]);
    });
  });

  it('are known after a restart: those stored so, and what was before the first of them', () => {
    made.onTrade(tradeAt(day('10:00', 5_000), 100, 10, 10));
    made.missed({ from: day('10:00', 20_000), to: day('10:01') });
    const stored = made.onClock(day('10:03', 2_000)).map(({ bar }) => bar);
    const after = new BarBuilder({ symbol: AAPL, timeframe: '1m', calendar: nyseCalendar() });
    after.resume(stored, true);
    expect(clocks(after.doubtful())).to.deep.equal(['09:30-10:02']);
    expect(short(after.repair([truth('10:00', 101, 30)], { from: day('09:30'), to: day('10:02') }))).to.deep.equal([
      '10:00 c101 v30 r1 backfilled',
      '10:01 c101 v0 r1 backfilled',
      '10:02 c101 v0 r1 whole',
    ]);
  });
});
