import { expect } from 'chai';
import { AAPL, roundTheClock, tradeAt } from '../test/market-days.js';
import { BarBuilder, type BarBuilderOptions, type BarChange } from './bar-builder.js';
import { dollars, type Price } from './price.js';
import { atNewYork, timeOfDay } from './new-york-time.js';
import { nyseCalendar } from './nyse-calendar.js';

const day = (clock: string, ms = 0) => atNewYork('2026-11-20', clock) + ms;

function builder(options: Partial<BarBuilderOptions> = {}): BarBuilder {
  return new BarBuilder({ symbol: AAPL, timeframe: '1m', calendar: nyseCalendar(), ...options });
}

/** `closed 10:00 100/101/99/100.5 v300 n3` and `r1`, `gap` where they are not 0 and whole. */
function inShort({ kind, bar }: BarChange): string {
  const prices = [bar.open, bar.high, bar.low, bar.close].map((one: Price) => dollars(one)).join('/');
  return [kind, timeOfDay(bar.start), prices, `v${bar.volume}`, `n${bar.tradeCount}`, bar.revision ? `r${bar.revision}` : '', bar.quality === 'whole' ? '' : bar.quality]
    .filter(Boolean)
    .join(' ');
}
const short = (changes: readonly BarChange[]) => changes.map(inShort);

describe('a bar builder', () => {
  it('makes one bar of the trades of a minute', () => {
    const made = builder();
    made.onTrade(tradeAt(day('10:00', 1_000), 100, 100, 100));
    made.onTrade(tradeAt(day('10:00', 2_000), 101, 50, 150));
    made.onTrade(tradeAt(day('10:00', 3_000), 99, 50, 200));
    const [change] = made.onClock(day('10:01', 2_000));
    // vwap: (100 × 100 + 101 × 50 + 99 × 50) / 200 = 20,000 / 200
    expect(change && { ...change.bar, vwap: dollars(change.bar.vwap) }).to.deep.equal({
      symbol: AAPL,
      timeframe: '1m',
      start: day('10:00'),
      end: day('10:01'),
      open: 100_000_000,
      high: 101_000_000,
      low: 99_000_000,
      close: 99_000_000,
      volume: 200,
      tradeCount: 3,
      vwap: 100,
      revision: 0,
      quality: 'whole',
    });
  });

  it('gives a trade exactly at the end to the next bar', () => {
    const made = builder();
    made.onTrade(tradeAt(day('10:00'), 100, 1, 1));
    made.onTrade(tradeAt(day('10:01'), 200, 1, 2));
    expect(short(made.onClock(day('10:02', 2_000)))).to.deep.equal(['closed 10:00 100/100/100/100 v1 n1', 'closed 10:01 200/200/200/200 v1 n1']);
  });

  it('waits for stragglers until the grace is over, to the millisecond', () => {
    const made = builder();
    made.onTrade(tradeAt(day('10:00'), 100, 1, 1));
    expect(made.onClock(day('10:01', 1_999))).to.deep.equal([]);
    made.onTrade(tradeAt(day('10:00', 59_999), 101, 1, 2));
    expect(short(made.onClock(day('10:01', 2_000)))).to.deep.equal(['closed 10:00 100/101/100/101 v2 n2']);
  });

  it('closes by a later trade where no clock says so', () => {
    const made = builder();
    made.onTrade(tradeAt(day('10:00'), 100, 1, 1));
    expect(made.onTrade(tradeAt(day('10:01', 1_999), 101, 1, 2))).to.deep.equal([]);
    expect(short(made.onTrade(tradeAt(day('10:01', 2_000), 102, 1, 3)))).to.deep.equal(['closed 10:00 100/100/100/100 v1 n1']);
  });

  it('fills quiet minutes with flat bars, none before the first trade and none after the close', () => {
    const made = builder();
    expect(made.onClock(day('15:50'))).to.deep.equal([]);
    made.onTrade(tradeAt(day('15:57'), 100, 5, 5));
    expect(short(made.onClock(day('18:00')))).to.deep.equal(['closed 15:57 100/100/100/100 v5 n1', 'closed 15:58 100/100/100/100 v0 n0', 'closed 15:59 100/100/100/100 v0 n0']);
  });

  it('leaves quiet minutes out where that is wanted', () => {
    const made = builder({ quietBars: false });
    made.onTrade(tradeAt(day('15:57'), 100, 5, 5));
    expect(made.onClock(day('18:00'))).to.have.length(1);
  });

  it('calls a session that time jumped over missed, not quiet', () => {
    const made = builder();
    made.onTrade(tradeAt(day('15:59'), 100, 5, 5));
    // Friday's last minute; Monday is jumped over; Tuesday 09:30 and 09:31 were quiet
    const changes = made.onClock(atNewYork('2026-11-24', '09:32') + 2_000);
    expect(changes.map(({ bar }) => new Date(bar.start).toISOString())).to.deep.equal(['2026-11-20T20:59:00.000Z', '2026-11-24T14:30:00.000Z', '2026-11-24T14:31:00.000Z']);
  });

  it('lets extended hours count volume and time, and make no bars', () => {
    const made = builder();
    made.onTrade(tradeAt(day('09:29', 59_000), 50, 10, 10, 'extended'));
    made.onTrade(tradeAt(day('09:30'), 100, 1, 11));
    expect(made.onTrade(tradeAt(day('09:30', 1), 50, 7, 18, 'extended'))).to.deep.equal([]);
    expect(short(made.onTrade(tradeAt(day('09:31', 2_000), 50, 1, 19, 'extended')))).to.deep.equal(['closed 09:30 100/100/100/100 v1 n1']);
  });

  it('revises a bar that a trade comes too late for, and the flat bars that repeat its close', () => {
    const made = builder();
    made.onTrade(tradeAt(day('10:00'), 100, 1, 1));
    made.onClock(day('10:02', 2_000));
    expect(short(made.onTrade(tradeAt(day('10:00', 30_000), 105, 2, 3)))).to.deep.equal(['revised 10:00 100/105/100/105 v3 n2 r1', 'revised 10:01 105/105/105/105 v0 n0 r1']);
    expect(short(made.onTrade(tradeAt(day('10:00', 20_000), 90, 2, 5)))).to.deep.equal(['revised 10:00 100/105/90/105 v5 n3 r2']);
    expect(made.stats()).to.deep.equal({ late: 2, duplicates: 0 });
  });

  it('counts a trade once, however often and late it comes', () => {
    const made = builder();
    const first = tradeAt(day('10:00'), 100, 1, 1);
    made.onTrade(first);
    made.onTrade(tradeAt(day('10:00', 10), 101, 1, 2));
    made.onTrade(first);
    expect(short(made.onClock(day('10:01', 2_000)))).to.deep.equal(['closed 10:00 100/101/100/101 v2 n2']);
    expect(made.onTrade(first)).to.deep.equal([]);
    expect(made.stats()).to.deep.equal({ late: 0, duplicates: 2 });
  });

  it('says gap where volume is missing, until the missing trade comes', () => {
    const made = builder();
    made.onTrade(tradeAt(day('10:00'), 100, 1, 1));
    made.onTrade(tradeAt(day('10:00', 500), 101, 1, 12));
    expect(short(made.onClock(day('10:01', 2_000)))).to.deep.equal(['closed 10:00 100/101/100/101 v2 n2 gap']);
    expect(short(made.onTrade(tradeAt(day('10:00', 200), 99, 10, 11)))).to.deep.equal(['revised 10:00 100/101/99/101 v12 n3 r1']);
  });

  it('says gap of the first bar where it begins inside a session and the day had volume', () => {
    const made = builder();
    made.onTrade(tradeAt(day('11:00', 30_000), 100, 1, 5_000));
    made.onTrade(tradeAt(day('11:01'), 100, 1, 5_001));
    expect(short(made.onClock(day('11:02', 2_000)))).to.deep.equal(['closed 11:00 100/100/100/100 v1 n1 gap', 'closed 11:01 100/100/100/100 v1 n1']);
  });

  it('takes the volume before the first minute of a session for the pre-market', () => {
    const made = builder();
    made.onTrade(tradeAt(day('09:30', 10), 100, 1, 5_000));
    expect(short(made.onClock(day('09:31', 2_000)))).to.deep.equal(['closed 09:30 100/100/100/100 v1 n1']);
  });

  it('cuts the last hour at the close and begins the first at the open', () => {
    const made = builder({ timeframe: '1h' });
    made.onTrade(tradeAt(day('09:31'), 100, 1, 1));
    const changes = [...made.onTrade(tradeAt(day('15:45'), 101, 1, 2)), ...made.onClock(day('16:00', 2_000))];
    const bars = changes.map(({ bar }) => `${timeOfDay(bar.start)}-${timeOfDay(bar.end)}`);
    expect(bars).to.deep.equal(['09:30-10:30', '10:30-11:30', '11:30-12:30', '12:30-13:30', '13:30-14:30', '14:30-15:30', '15:30-16:00']);
  });

  it('serves a market without a close: the minute after midnight follows the one before', () => {
    const made = builder({ calendar: roundTheClock('2026-11-18', 4) });
    made.onTrade(tradeAt(day('00:00', -1_000), 100, 3, 700));
    made.onTrade(tradeAt(day('00:00', 500), 101, 4, 4));
    expect(short(made.onClock(day('00:02', 2_000)))).to.deep.equal([
      'closed 23:59 100/100/100/100 v3 n1 gap',
      'closed 00:00 101/101/101/101 v4 n1',
      'closed 00:01 101/101/101/101 v0 n0',
    ]);
  });

  it('averages by volume exactly, rounding once', () => {
    const made = builder();
    // the products have twenty digits, a double holds fifteen
    made.onTrade(tradeAt(day('10:00'), 8_999_999.000001, 9_007_199, 9_007_199));
    made.onTrade(tradeAt(day('10:00', 1), 8_999_999, 9_007_198, 18_014_397));
    const [change] = made.onClock(day('10:01', 2_000));
    const exact = (8_999_999_000_001n * 9_007_199n * 2n + 8_999_999_000_000n * 9_007_198n * 2n + 18_014_397n) / (2n * 18_014_397n);
    expect(BigInt(change!.bar.vwap)).to.equal(exact);
  });

  it('knows after a restart what was closed, and revises it no worse than before', () => {
    const first = builder();
    first.onTrade(tradeAt(day('10:00'), 100, 10, 10));
    const before = first.onClock(day('10:01', 2_000)).map(({ bar }) => bar);
    const made = builder();
    made.resume(before);
    expect(made.replay(tradeAt(day('10:00'), 100, 10, 10)), 'is in the closed bar').to.deep.equal([]);
    expect(short(made.onClock(day('10:02', 2_000)))).to.deep.equal(['closed 10:01 100/100/100/100 v0 n0']);
    expect(short(made.onTrade(tradeAt(day('10:00', 40_000), 110, 10, 20)))).to.deep.equal(['revised 10:00 100/110/100/100 v20 n2 r1']);
  });

  it('shows the bar that is forming', () => {
    const made = builder();
    expect(made.forming()).to.equal(undefined);
    made.onTrade(tradeAt(day('10:00'), 100, 10, 10));
    expect(made.forming()).to.include({ start: day('10:00'), volume: 10, revision: 0 });
  });
});
