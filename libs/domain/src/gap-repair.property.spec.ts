import { expect } from 'chai';
import * as fc from 'fast-check';
import { cut, type CutStream, type Told } from '../test/cut-streams.js';
import { AAPL, barsByGrouping, delivered, GRACE, markets, tape, type Market } from '../test/market-days.js';
import type { Bar } from './bar.js';
import { BarBuilder, type BarChange } from './bar-builder.js';
import { TAIL_MS } from './doubts.js';
import type { Trade } from './market-events.js';

const PIECE_MS = 3 * 60_000;

interface Story extends CutStream {
  readonly trades: readonly Trade[];
  readonly whole: readonly Told[];
}

function story(market: Market, alwaysSaid = false): fc.Arbitrary<Story> {
  // it begins with a print, as a symbol does that is new to an aggregator
  const line = tape(market).chain((trades) => delivered(trades).map((whole) => ({ trades, whole: [{ kind: 'trade', trade: trades[0]! } as const, ...whole] })));
  return line.chain(({ trades, whole }) => cut(whole, market.calendar, alwaysSaid).map((stream) => ({ ...stream, trades, whole })));
}

function builder({ calendar }: Market): BarBuilder {
  return new BarBuilder({ symbol: AAPL, timeframe: '1m', calendar, graceMs: GRACE });
}

/** What the broker knows of everything in doubt, asked for as a desk does: the newest first, in pieces. */
function repaired(made: BarBuilder, trades: readonly Trade[], { calendar }: Market): BarChange[] {
  const truth = barsByGrouping(trades, '1m', calendar).map((bar): Bar => ({ ...bar, quality: 'backfilled' }));
  const changes: BarChange[] = [];
  for (let range = made.doubtful().at(-1); range; range = made.doubtful().at(-1)) {
    const piece = { from: Math.max(range.from, range.to - PIECE_MS), to: range.to };
    const traded = truth.filter(({ start }) => start >= piece.from && start < piece.to);
    changes.push(...made.repair(traded, piece));
  }
  return changes;
}

function tell(made: BarBuilder, told: readonly Told[], trades: readonly Trade[], market: Market, replayed = false): BarChange[] {
  return told.flatMap((one) => {
    if (one.kind === 'trade') return replayed ? made.replay(one.trade) : made.onTrade(one.trade);
    if (one.kind === 'clock') return made.onClock(one.time);
    if (one.kind === 'gap') return made.missed(one, replayed);
    // only what the broker can know by then
    return replayed ? [] : repaired(made, trades, market);
  });
}

function stored(changes: readonly BarChange[], before: readonly Bar[] = []): Bar[] {
  const bars = new Map(before.map((bar) => [bar.start, bar]));
  for (const { kind, bar } of changes) {
    const known = bars.get(bar.start);
    expect(bar.revision, 'revisions count up').to.equal(known ? known.revision + 1 : kind === 'closed' ? 0 : 1);
    bars.set(bar.start, bar);
  }
  return [...bars.values()].toSorted((a, b) => a.start - b.start);
}

const facts = (bars: readonly Bar[]) => bars.map((bar) => ({ ...bar, revision: 0, quality: 'whole' }));

for (const market of markets) {
  describe(`a cut line, ${market.name}`, () => {
    it('gives the bars of the uncut one after repair, wherever it is cut, said or seen by the volume alone', () => {
      fc.assert(
        fc.property(story(market), ({ trades, whole, told }) => {
          const uncut = stored(tell(builder(market), whole, trades, market));
          const made = builder(market);
          const changes = [...tell(made, told, trades, market), ...repaired(made, trades, market)];
          expect(made.doubtful()).to.deep.equal([]);
          const bars = stored(changes);
          expect(facts(bars)).to.deep.equal(facts(uncut));
          expect(bars.every(({ quality }) => quality !== 'gap')).to.equal(true);
        }),
        { numRuns: 300 },
      );
    });

    it('marks every closed bar that differs from the uncut one before it is repaired', () => {
      fc.assert(
        fc.property(story(market), ({ trades, whole, told }) => {
          const uncut = new Map(facts(stored(tell(builder(market), whole, trades, market))).map((bar) => [bar.start, bar]));
          const bars = stored(
            tell(
              builder(market),
              told.filter(({ kind }) => kind !== 'repair'),
              trades,
              market,
            ),
          );
          for (const bar of bars.filter(({ quality }) => quality === 'whole')) {
            const { open, high, low, close, ...counts } = uncut.get(bar.start)!;
            expect([bar.volume, bar.tradeCount], new Date(bar.start).toISOString()).to.deep.equal([counts.volume, counts.tradeCount]);
            if (bar.volume > 0) expect([bar.open, bar.high, bar.low, bar.close]).to.deep.equal([open, high, low, close]);
          }
        }),
      );
    });

    it('may deliver after the repair what was lost: nothing is counted twice', () => {
      fc.assert(
        fc.property(story(market), fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), ({ trades, whole, told, lost }, random) => {
          const uncut = stored(tell(builder(market), whole, trades, market));
          const made = builder(market);
          const order = lost.map((trade) => ({ trade, at: random.next().value! })).toSorted((a, b) => a.at - b.at);
          const changes = [
            ...tell(made, told, trades, market),
            ...repaired(made, trades, market),
            ...order.flatMap(({ trade }) => made.onTrade(trade)),
            ...repaired(made, trades, market),
          ];
          expect(facts(stored(changes))).to.deep.equal(facts(uncut));
        }),
      );
    });

    it('may deliver late what was lost, without a repair: the bars are whole again', () => {
      fc.assert(
        fc.property(story(market, true), ({ trades, whole, told, lost }) => {
          const uncut = stored(tell(builder(market), whole, trades, market));
          const made = builder(market);
          const changes = [
            ...tell(
              made,
              told.filter(({ kind }) => kind !== 'repair'),
              trades,
              market,
            ),
            ...lost.flatMap((trade) => made.onTrade(trade)),
          ];
          expect(facts(stored(changes))).to.deep.equal(facts(uncut));
        }),
      );
    });

    it('survives a kill at any point besides', function () {
      // around the clock a restart judges a day of minutes
      this.timeout(60_000);
      const killed = story(market, true).chain((one) => fc.record({ one: fc.constant(one), kill: fc.nat({ max: one.told.length }), earlier: fc.nat({ max: 10 }) }));
      fc.assert(
        fc.property(killed, ({ one: { trades, whole, told }, kill, earlier }) => {
          const uncut = stored(tell(builder(market), whole, trades, market));
          const before = stored(tell(builder(market), told.slice(0, kill), trades, market));
          const after = builder(market);
          after.resume(before, true);
          const rewind = Math.max(0, resumeAt(told.slice(0, kill), before) - earlier);
          const again = tell(after, told.slice(rewind, kill), trades, market, true);
          const bars = stored([...again, ...tell(after, told.slice(kill), trades, market), ...repaired(after, trades, market)], before);
          expect(facts(bars)).to.deep.equal(facts(uncut));
        }),
        { numRuns: 100 },
      );
    });
  });
}

/** The first trade of the buckets that are not closed and of the end of the last closed one, or the word on a gap that reaches beyond the closed ones; the first of all where nothing is closed. */
function resumeAt(told: readonly Told[], bars: readonly Bar[]): number {
  if (bars.length === 0) return 0;
  const closedTo = Math.max(...bars.map(({ end }) => end));
  const open = told.findIndex(
    (one) => (one.kind === 'trade' && one.trade.session === 'regular' && one.trade.exchangeTime >= closedTo - TAIL_MS) || (one.kind === 'gap' && one.to + GRACE >= closedTo),
  );
  return open < 0 ? told.length : open;
}
