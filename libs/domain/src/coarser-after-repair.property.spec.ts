import { expect } from 'chai';
import * as fc from 'fast-check';
import { cut, type Told } from '../test/cut-streams.js';
import { AAPL, barsByGrouping, delivered, GRACE, markets, tape, type Market } from '../test/market-days.js';
import type { Bar } from './bar.js';
import { BarBuilder, type BarChange } from './bar-builder.js';
import type { Stretch } from './doubts.js';
import type { Trade } from './market-events.js';
import { RollUp } from './roll-up.js';
import { TIMEFRAMES, type Timeframe } from './timeframe.js';

const PIECE_MS = 3 * 60_000;
const COARSER = TIMEFRAMES.filter((timeframe) => timeframe !== '1m');

/** Minutes and what is rolled up from them, each bar in its newest revision. */
class Store {
  readonly bars = new Map<Timeframe, Map<number, Bar>>(TIMEFRAMES.map((timeframe) => [timeframe, new Map()]));
  private readonly rollUps: readonly RollUp[];

  constructor({ calendar }: Market) {
    this.rollUps = COARSER.map((timeframe) => new RollUp({ symbol: AAPL, timeframe, calendar }));
  }

  take(changes: readonly BarChange[], known?: Stretch): void {
    this.keep(changes);
    const closed = changes.filter(({ kind }) => kind === 'closed').map(({ bar }) => bar);
    const revised = changes.filter(({ kind }) => kind === 'revised').map(({ bar }) => bar);
    for (const rollUp of this.rollUps) this.keep([...closed.flatMap((bar) => rollUp.onBar(bar)), ...rollUp.revise(revised, known)]);
  }

  of(timeframe: Timeframe): Bar[] {
    return [...this.bars.get(timeframe)!.values()].toSorted((a, b) => a.start - b.start);
  }

  private keep(changes: readonly BarChange[]): void {
    for (const { bar } of changes) this.bars.get(bar.timeframe)!.set(bar.start, bar);
  }
}

function told(market: Market, stream: readonly Told[], trades: readonly Trade[]): Store {
  const made = new BarBuilder({ symbol: AAPL, timeframe: '1m', calendar: market.calendar, graceMs: GRACE });
  const store = new Store(market);
  const truth = barsByGrouping(trades, '1m', market.calendar);
  // as a desk does: the newest first, in pieces
  const repair = () => {
    for (let range = made.doubtful().at(-1); range; range = made.doubtful().at(-1)) {
      const piece = { from: Math.max(range.from, range.to - PIECE_MS), to: range.to };
      store.take(made.repair(truth, piece), piece);
    }
  };
  for (const one of stream) {
    if (one.kind === 'trade') store.take(made.onTrade(one.trade));
    else if (one.kind === 'clock') store.take(made.onClock(one.time));
    else if (one.kind === 'gap') store.take(made.missed(one));
    else repair();
  }
  repair();
  return store;
}

function rolledUp(fine: readonly Bar[], timeframe: Timeframe, { calendar }: Market): Bar[] {
  const rollUp = new RollUp({ symbol: AAPL, timeframe, calendar });
  return fine.flatMap((bar) => rollUp.onBar(bar).map((change) => change.bar));
}

/** Averages of averages are right to a millionth. */
const facts = (bars: readonly Bar[]) => bars.map((bar) => ({ ...bar, vwap: 0, revision: 0, quality: '' }));

for (const market of markets) {
  describe(`coarser bars of a line that was cut and repaired, ${market.name}`, () => {
    const story = tape(market).chain((trades) =>
      delivered(trades).chain((heard) => {
        const whole = [{ kind: 'trade', trade: trades[0]! } as const, ...heard];
        return cut(whole, market.calendar).map((stream) => ({ trades, whole, stream: stream.told }));
      }),
    );

    it('are those of the uncut line, and each the roll-up of every finer one', () => {
      fc.assert(
        fc.property(story, ({ trades, whole, stream }) => {
          const uncut = told(market, whole, trades);
          const repaired = told(market, stream, trades);
          for (const coarse of TIMEFRAMES) {
            expect(facts(repaired.of(coarse)), coarse).to.deep.equal(facts(uncut.of(coarse)));
            for (const fine of TIMEFRAMES.slice(0, TIMEFRAMES.indexOf(coarse))) {
              const rolled = rolledUp(repaired.of(fine), coarse, market);
              expect(facts(rolled), `${fine} → ${coarse}`).to.deep.equal(facts(repaired.of(coarse)));
              rolled.forEach(({ vwap }, index) => expect(Math.abs(vwap - repaired.of(coarse)[index]!.vwap)).to.be.lessThan(3));
            }
          }
        }),
      );
    });
  });
}
