import { expect } from 'chai';
import * as fc from 'fast-check';
import { AAPL, delivered, markets, tape, tradeAt, type Heard } from '../test/market-days.js';
import type { Bar } from './bar.js';
import { BarBuilder, type BarChange } from './bar-builder.js';
import { InvariantError } from './errors.js';
import { atNewYork, timeOfDay } from './new-york-time.js';
import { nyseCalendar } from './nyse-calendar.js';
import { RollUp } from './roll-up.js';
import type { SessionCalendar } from './session.js';
import type { Timeframe } from './timeframe.js';

const calendar = nyseCalendar();
const day = (clock: string) => atNewYork('2026-11-20', clock);

function minute(clock: string, close: number, over: Partial<Bar> = {}): Bar {
  const trade = tradeAt(day(clock), close, 10, 10);
  const { price } = trade;
  return {
    symbol: AAPL,
    timeframe: '1m',
    start: day(clock),
    end: day(clock) + 60_000,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: 10,
    tradeCount: 1,
    vwap: price,
    revision: 0,
    quality: 'whole',
    ...over,
  };
}

function minutes(from: string, count: number): Bar[] {
  return Array.from({ length: count }, (_, index) => minute(timeOfDay(day(from) + index * 60_000), 100 + index));
}

function rollUp(timeframe: Timeframe = '5m'): RollUp {
  return new RollUp({ symbol: AAPL, timeframe, calendar });
}

const feed = (made: RollUp, bars: readonly Bar[]) => bars.flatMap((bar) => made.onBar(bar));

describe('a roll-up', () => {
  it('closes with its last minute', () => {
    const made = rollUp();
    expect(feed(made, minutes('09:30', 4))).to.deep.equal([]);
    const [change] = made.onBar(minute('09:34', 104));
    // closes 100 … 104, ten shares each: mean 102
    expect(change).to.deep.equal({
      kind: 'closed',
      bar: {
        symbol: AAPL,
        timeframe: '5m',
        start: day('09:30'),
        end: day('09:35'),
        open: 100e6,
        high: 104e6,
        low: 100e6,
        close: 104e6,
        volume: 50,
        tradeCount: 5,
        vwap: 102e6,
        revision: 0,
        quality: 'whole',
      },
    });
  });

  const shapes: { timeframe: Timeframe; starts: string[] }[] = [
    { timeframe: '30m', starts: ['09:30', '10:00', '10:30', '11:00', '11:30', '12:00', '12:30', '13:00', '13:30', '14:00', '14:30', '15:00', '15:30'] },
    { timeframe: '1h', starts: ['09:30', '10:30', '11:30', '12:30', '13:30', '14:30', '15:30'] },
    { timeframe: '4h', starts: ['09:30', '13:30'] },
    { timeframe: '1d', starts: ['09:30'] },
  ];
  for (const { timeframe, starts } of shapes) {
    it(`cuts a session into ${timeframe} from its open, the last at its close`, () => {
      const bars = feed(rollUp(timeframe), minutes('09:30', 390)).map(({ bar }) => bar);
      expect(bars.map((bar) => timeOfDay(bar.start))).to.deep.equal(starts);
      expect(timeOfDay(bars.at(-1)!.end)).to.equal('16:00');
    });
  }

  it('closes a bucket whose last minutes never came with the next one', () => {
    const changes = feed(rollUp(), [...minutes('09:30', 3), minute('09:36', 1)]);
    expect(changes.map(({ bar }) => [timeOfDay(bar.start), bar.volume])).to.deep.equal([['09:30', 30]]);
  });

  it('is revised with its minutes, and not by the same minute once more', () => {
    const made = rollUp();
    feed(made, minutes('09:30', 5));
    expect(made.onBar(minute('09:32', 102))).to.deep.equal([]);
    const [change] = made.onBar(minute('09:32', 200, { revision: 1 }));
    expect(change?.kind).to.equal('revised');
    expect(change?.bar).to.include({ high: 200e6, revision: 1, volume: 50 });
  });

  it('passes on what its minutes say of their quality, and says gap where it began inside a bucket', () => {
    const [gap] = feed(rollUp(), [...minutes('09:30', 4), minute('09:34', 1, { quality: 'gap' })]);
    const [filled] = feed(rollUp(), [...minutes('09:30', 4), minute('09:34', 1, { quality: 'backfilled' })]);
    const [partial] = feed(rollUp(), minutes('09:32', 3));
    expect([gap, filled, partial].map((change) => change?.bar.quality)).to.deep.equal(['gap', 'backfilled', 'gap']);
  });

  it('is revised once by all minutes that are better known together', () => {
    const made = rollUp();
    feed(made, minutes('09:30', 7));
    const better = ['09:31', '09:33', '09:36'].map((clock) => minute(clock, 200, { revision: 1, quality: 'backfilled' }));
    // the second bucket is not over
    expect(made.revise(better).map(({ kind, bar }) => [kind, timeOfDay(bar.start), bar.high, bar.revision, bar.quality])).to.deep.equal([
      ['revised', '09:30', 200e6, 1, 'backfilled'],
    ]);
    expect(made.forming()).to.include({ start: day('09:35'), high: 200e6 });
    expect(made.revise(better)).to.deep.equal([]);
  });

  it('is made late, with revision 1, of minutes before all that were known', () => {
    const made = rollUp();
    feed(made, minutes('09:42', 1));
    const known = { from: day('09:30'), to: day('09:42') };
    const changes = made.revise(
      minutes('09:30', 12).map((bar) => ({ ...bar, revision: 1, quality: 'backfilled' })),
      known,
    );
    expect(changes.map(({ bar }) => [timeOfDay(bar.start), bar.revision, bar.volume])).to.deep.equal([
      ['09:30', 1, 50],
      ['09:35', 1, 50],
    ]);
    const [third] = feed(made, minutes('09:43', 2));
    expect(third?.bar).to.include({ start: day('09:40'), volume: 50, revision: 0, quality: 'backfilled' });
  });

  it('is a gap no more where it is known that nothing traded before its first minute, told in pieces', () => {
    const made = rollUp();
    expect(feed(made, minutes('09:33', 2))[0]?.bar.quality).to.equal('gap');
    expect(made.revise([], { from: day('09:30'), to: day('09:31') })).to.deep.equal([]);
    expect(made.revise([], { from: day('09:31'), to: day('09:33') }).map(({ bar }) => [bar.quality, bar.revision])).to.deep.equal([['whole', 1]]);
  });

  it('goes on after a restart where it stopped', () => {
    const bars = minutes('09:30', 12);
    const before = feed(rollUp(), bars).map(({ bar }) => ({ ...bar, revision: 3 }));
    const made = rollUp();
    made.resume(bars, before);
    expect(made.forming()).to.include({ start: day('09:40'), volume: 20 });
    expect(made.onBar(minute('09:32', 200, { revision: 1 })).map(({ kind, bar }) => [kind, bar.revision])).to.deep.equal([['revised', 4]]);
  });

  it('refuses a bar of a closed exchange', () => {
    expect(() => rollUp().onBar(minute('16:00', 100))).to.throw(InvariantError, 'when the exchange is closed');
  });

  for (const market of markets) {
    it(`of minutes equals bars made from the trades themselves: ${market.name}`, () => {
      const line = tape(market).chain((trades) => delivered(trades));
      fc.assert(
        fc.property(line, fc.constantFrom<Timeframe>('5m', '15m', '1h', '1d'), (heard, timeframe) => {
          const made = new RollUp({ symbol: AAPL, timeframe, calendar: market.calendar });
          const rolled = barsOf('1m', heard, market.calendar).flatMap(({ bar }) => made.onBar(bar));
          const direct = barsOf(timeframe, heard, market.calendar).map(({ bar }) => bar);
          expect(rolled.map(({ bar }) => comparable(bar))).to.deep.equal(direct.map(comparable));
          rolled.forEach(({ bar }, index) => expect(Math.abs(bar.vwap - direct[index]!.vwap), 'minutes are rounded to a millionth, so is their mean').to.be.lessThan(2));
        }),
      );
    });
  }
});

function barsOf(timeframe: Timeframe, heard: readonly Heard[], sessions: SessionCalendar): BarChange[] {
  const made = new BarBuilder({ symbol: AAPL, timeframe, calendar: sessions });
  const changes = heard.flatMap((one) => (one.kind === 'trade' ? made.onTrade(one.trade) : made.onClock(one.time)));
  const last = heard.at(-1);
  const session = last?.kind === 'clock' ? sessions.latest(last.time) : undefined;
  return session ? [...changes, ...made.onClock(session.close + 2_000)] : changes;
}

/** A roll-up that begins inside its bucket says so; a builder that sees all trades has nothing to say. */
function comparable(bar: Bar): object {
  return { ...bar, vwap: 0, quality: '' };
}
