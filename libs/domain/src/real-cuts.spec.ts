import { expect } from 'chai';
import { barsByGrouping } from '../test/market-days.js';
import { hasRecordings, RECORDED_DAY, recordedPrints, ticksOf } from '../test/recorded-prints.js';
import type { Bar } from './bar.js';
import { BarBuilder, type BarChange } from './bar-builder.js';
import type { Trade } from './market-events.js';
import { atNewYork } from './new-york-time.js';
import { nyseCalendar } from './nyse-calendar.js';

const CUTS = 200;
const LONGEST_MS = 90_000;
const OPEN = atNewYork(RECORDED_DAY, '09:30');
const CLOSE = atNewYork(RECORDED_DAY, '16:00');

/** Of a fixed seed: the same numbers in every run (a linear congruential generator). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
}

interface Gap {
  readonly from: number;
  readonly to: number;
  readonly said: boolean;
}

function gaps(): Gap[] {
  const random = seeded(20_131_007);
  const places = Array.from({ length: CUTS }, () => OPEN + 1_000 + random() * (CLOSE - OPEN));
  return places.map((from) => ({ from, to: from + 1 + random() * LONGEST_MS, said: random() < 0.5 })).toSorted((a, b) => a.from - b.from);
}

/** The day with a clock every second while the line is up. */
function barsOf(trades: readonly Trade[], cuts: readonly Gap[], truth: readonly Bar[]): { bars: Bar[]; lost: number; repairs: number } {
  const made = new BarBuilder({ symbol: trades[0]!.symbol, timeframe: '1m', calendar: nyseCalendar() });
  const bars = new Map<number, Bar>();
  let lost = 0;
  let repairs = 0;
  const keep = (changes: readonly BarChange[]) => {
    for (const { bar } of changes) bars.set(bar.start, bar);
  };
  const isDown = (time: number) => cuts.some(({ from, to }) => time > from && time <= to);
  let next = 0;
  let wasUpAt = 0;
  for (let second = atNewYork(RECORDED_DAY, '09:25'); second < atNewYork(RECORDED_DAY, '16:10'); second += 1_000) {
    const isUp = !isDown(second);
    if (isUp && wasUpAt < second - 1_000 && cuts.some(({ said, to }) => said && to > wasUpAt && to < second)) keep(made.missed({ from: wasUpAt, to: second }));
    for (; next < trades.length && trades[next]!.exchangeTime <= second; next += 1) {
      const trade = trades[next]!;
      if (isUp && !isDown(trade.exchangeTime)) keep(made.onTrade(trade));
      else lost += 1;
    }
    if (!isUp) continue;
    keep(made.onClock(second));
    wasUpAt = second;
    if (second % 30_000 !== 0) continue;
    for (const range of made.doubtful()) {
      repairs += 1;
      keep(
        made.repair(
          truth.filter(({ start }) => start >= range.from && start < range.to),
          range,
        ),
      );
    }
  }
  expect(made.doubtful()).to.deep.equal([]);
  return { bars: [...bars.values()].toSorted((a, b) => a.start - b.start), lost, repairs };
}

const facts = (bars: readonly Bar[]) => bars.map((bar) => ({ ...bar, revision: 0, quality: '' }));

describe('bars of a day of real prints, cut at 200 places and repaired', () => {
  for (const name of ['BAC', 'SPY']) {
    it(`are those of the uncut day: ${name}`, function () {
      this.timeout(60_000);
      if (!hasRecordings(ticksOf(name))) {
        console.log('    (left out: the recorded day is not here)');
        this.skip();
      }
      const trades = recordedPrints(name);
      const truth = barsByGrouping(trades, '1m', nyseCalendar()).map((bar) => ({ ...bar, symbol: trades[0]!.symbol }));
      const uncut = barsOf(trades, [], truth);
      const { bars, lost, repairs } = barsOf(trades, gaps(), truth);
      expect(uncut.lost).to.equal(0);
      expect(lost, 'prints lost').to.be.greaterThan(1_000);
      expect(repairs, 'repairs').to.be.greaterThan(20);
      expect(facts(bars)).to.deep.equal(facts(uncut.bars));
    });
  }
});
