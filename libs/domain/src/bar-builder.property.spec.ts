import { expect } from 'chai';
import * as fc from 'fast-check';
import { AAPL, barsByGrouping, delivered, GRACE, markets, tape, type Heard, type Market } from '../test/market-days.js';
import type { Bar } from './bar.js';
import { BarBuilder, type BarChange } from './bar-builder.js';
import { bucketOf } from './bucket.js';
import { TAIL_MS } from './doubts.js';
import type { Trade } from './market-events.js';

const line = (market: Market) => tape(market).chain((trades) => fc.record({ trades: fc.constant(trades), heard: delivered(trades) }));

function builder(market: Market, quietBars = true): BarBuilder {
  return new BarBuilder({ symbol: AAPL, timeframe: '1m', calendar: market.calendar, graceMs: GRACE, quietBars });
}

function hear(made: BarBuilder, heard: readonly Heard[]): BarChange[] {
  return heard.flatMap((one) => (one.kind === 'trade' ? made.onTrade(one.trade) : made.onClock(one.time)));
}

/** What a store holds after these changes: of each bar the newest revision. */
function stored(changes: readonly BarChange[], before: readonly Bar[] = []): Bar[] {
  const bars = new Map(before.map((bar) => [bar.start, bar]));
  for (const { bar } of changes) bars.set(bar.start, bar);
  return [...bars.values()].toSorted((a, b) => a.start - b.start);
}

/** The first trade, by arrival, of all buckets that are not closed and of the end of the last closed one; the first of all where none is closed. */
function readAgainFrom(heard: readonly Heard[], bars: readonly Bar[], market: Market): number {
  if (bars.length === 0) return 0;
  const tail = bars.at(-1)!.end - TAIL_MS;
  const closed = new Set(bars.map((bar) => bar.start));
  const isRead = ({ exchangeTime }: Trade) => {
    const session = market.calendar.at(exchangeTime);
    const start = session && bucketOf('1m', exchangeTime, session)?.start;
    return start !== undefined && (!closed.has(start) || exchangeTime >= tail);
  };
  const first = heard.findIndex((one) => one.kind === 'trade' && isRead(one.trade));
  return first < 0 ? heard.length : first;
}

for (const market of markets) {
  describe(`bars of ${market.name}`, () => {
    it('are the same for every order and repetition within the grace, and equal sorting and grouping all trades', () => {
      fc.assert(
        fc.property(line(market), ({ trades, heard }) => {
          const made = builder(market, false);
          const changes = hear(made, heard);
          expect(changes.map(({ bar }) => bar)).to.deep.equal(barsByGrouping(trades, '1m', market.calendar));
          expect(changes.every(({ kind }) => kind === 'closed')).to.equal(true);
          expect(made.stats().late).to.equal(0);
        }),
      );
    });

    it('with quiet minutes follow each other without a hole, flat at the close before', () => {
      fc.assert(
        fc.property(line(market), ({ trades, heard }) => {
          const bars = hear(builder(market), heard).map(({ bar }) => bar);
          expect(bars.filter((bar) => bar.tradeCount > 0)).to.deep.equal(barsByGrouping(trades, '1m', market.calendar));
          bars.slice(1).forEach((bar, index) => {
            const before = bars[index]!;
            const follows = bar.start === before.end || bar.start === market.calendar.next(before.start)?.open;
            expect(follows, 'no minute of a session is left out').to.equal(true);
            if (bar.tradeCount === 0) expect([bar.open, bar.high, bar.low, bar.close, bar.vwap, bar.volume]).to.deep.equal([...Array<number>(5).fill(before.close), 0]);
          });
        }),
      );
    });

    it('hold all the volume and no trade of another bucket', () => {
      fc.assert(
        fc.property(line(market), ({ trades, heard }) => {
          const bars = hear(builder(market), heard).map(({ bar }) => bar);
          const regular = trades.filter((trade) => trade.session === 'regular');
          expect(bars.reduce((sum, bar) => sum + bar.volume, 0)).to.equal(regular.reduce((sum, trade) => sum + trade.size, 0));
          for (const bar of bars.filter((one) => one.tradeCount > 0)) {
            const own = regular.filter((trade) => trade.exchangeTime >= bar.start && trade.exchangeTime < bar.end).map((trade) => trade.price);
            expect([bar.open, bar.high, bar.low, bar.close].every((one) => own.includes(one))).to.equal(true);
          }
        }),
      );
    });

    it('survive a kill at any point: resumed from the first trade of an open bucket or of the end of the last closed one, or from earlier', () => {
      const story = line(market).chain(({ heard }) => fc.record({ heard: fc.constant(heard), kill: fc.nat({ max: heard.length }), earlier: fc.nat({ max: 20 }) }));
      fc.assert(
        fc.property(story, ({ heard, kill, earlier }) => {
          const whole = stored(hear(builder(market), heard));
          const before = stored(hear(builder(market), heard.slice(0, kill)));
          const rewind = Math.max(0, readAgainFrom(heard.slice(0, kill), before, market) - earlier);
          const after = builder(market);
          after.resume(before, true);
          const again = heard.slice(rewind, kill).flatMap((one) => (one.kind === 'trade' ? after.replay(one.trade) : after.onClock(one.time)));
          expect(again, 'a closed bar is not closed again').to.deep.equal([]);
          expect(stored(hear(after, heard.slice(kill)), before)).to.deep.equal(whole);
        }),
        { numRuns: 300 },
      );
    });
  });
}
