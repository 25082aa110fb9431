import { expect } from 'chai';
import { hasRecordings, linesOf, recorded, RECORDED_DAY, recordedPrints, ticksOf } from '../test/recorded-prints.js';
import type { Bar } from './bar.js';
import { BarBuilder } from './bar-builder.js';
import type { Trade } from './market-events.js';
import { atNewYork } from './new-york-time.js';
import { nyseCalendar } from './nyse-calendar.js';
import { equitySymbol } from './symbol.js';

/** A whole day of real prints and the vendor's own one-minute bars of the same day. */
const BARS = recorded('bars-1m/BAC_20131004-20131011_trade_1m.csv.gz');
const BAC = equitySymbol('BAC');

function barsOf(trades: readonly Trade[]): Bar[] {
  const made = new BarBuilder({ symbol: BAC, timeframe: '1m', calendar: nyseCalendar() });
  return [...trades.flatMap((trade) => made.onTrade(trade)), ...made.onClock(atNewYork(RECORDED_DAY, '17:00'))].map(({ bar }) => bar);
}

describe('bars of a day of real prints', () => {
  before(function () {
    if (hasRecordings(ticksOf('BAC'), BARS)) return;
    console.log('    (left out: the recorded day is not here)');
    this.skip();
  });

  it('are 390, hold every share of regular hours, and miss nothing', () => {
    const trades = recordedPrints('BAC');
    const bars = barsOf(trades);
    const regular = trades.filter((trade) => trade.session === 'regular');
    expect(bars).to.have.length(390);
    expect(bars.reduce((sum, bar) => sum + bar.volume, 0)).to.equal(regular.reduce((sum, trade) => sum + trade.size, 0));
    expect(new Set(bars.map((bar) => bar.quality))).to.deep.equal(new Set(['whole']));
  });

  it("agree with the vendor's bars but for the prints that the vendor leaves out by their condition", () => {
    const vendors = new Map(linesOf(BARS).map(([time, , ...fields]) => [Date.parse(time!), fields.map(Number)]));
    const bars = barsOf(recordedPrints('BAC'));
    const equal = (pick: (bar: Bar) => number, column: number) => bars.filter((bar) => pick(bar) === vendors.get(bar.start)?.[column]).length;
    expect(
      equal((bar) => bar.volume, 4),
      'volume',
    ).to.be.at.least(388);
    expect(
      equal((bar) => bar.high / 1e6, 1),
      'high',
    ).to.be.at.least(383);
    expect(
      equal((bar) => bar.low / 1e6, 2),
      'low',
    ).to.be.at.least(384);
    expect(
      equal((bar) => bar.close / 1e6, 3),
      'close',
    ).to.be.at.least(370);
  });
});
