import { cash, DEFAULT_RISK, dollars, price, type MarketEvent, type StrategyDefinition } from '@sofi/domain';
import { expect } from 'chai';
import fc from 'fast-check';
import { AAPL, calendar, CLOSE, MINUTE, MSFT, OPEN, quote, trade } from '../test/market-day.js';
import { runBacktest, type BacktestInput, type BacktestResult } from './backtest.js';

const definition: StrategyDefinition = {
  id: '7',
  name: 'Dips',
  type: 'rsi-mean-reversion',
  symbols: [AAPL],
  timeframe: '1m',
  account: 'VA1',
  parameters: { period: 2, oversold: 30, overbought: 70 },
  risk: { ...DEFAULT_RISK, cooldownMinutes: 0, stopLossPct: 20, takeProfitPct: 50 },
  status: 'running',
};
const input = (events: Iterable<MarketEvent>, changes: Partial<BacktestInput> = {}): BacktestInput => ({
  events,
  definitions: [definition],
  history: new Map(),
  calendar,
  account: 'VA1',
  opening: { cash: cash(100_000), time: OPEN },
  leverage: 1,
  ...changes,
});
const tick = (time: number): MarketEvent => ({ kind: 'clock', time, paced: false });

/** One trade in the middle of each minute from the open on; the clock says the second of the trade, and two seconds after each minute. */
function minutes(closes: readonly number[], symbol = AAPL): MarketEvent[] {
  return closes.flatMap((close, index) => {
    const start = OPEN + index * MINUTE;
    return [trade(close, start + 30_000, { symbol, cumulativeVolume: (index + 1) * 100 }), tick(start + 30_000), tick(start + MINUTE + 2_000)];
  });
}

/** In order of time, the clock after everything of its moment. */
function inOrder(events: MarketEvent[]): MarketEvent[] {
  const timeOf = (event: MarketEvent): number => (event.kind === 'clock' ? event.time : event.exchangeTime);
  return events.toSorted((a, b) => timeOf(a) - timeOf(b) || Number(a.kind === 'clock') - Number(b.kind === 'clock'));
}

describe('runBacktest', () => {
  it('trades a fall and a rise, each order filled by the first event after it', () => {
    const result = runBacktest(input(minutes([100, 99, 98, 97, 110, 112])));
    // RSI(2) is 0 after 100, 99, 98: 10 % of 100,000 at 98 is 102 shares, bought at the next trade, 97;
    // the close of 110 lifts the RSI above 70: sold at the next trade, 112
    expect(result.fills.map(({ side, quantity, price: at, time }) => [side, quantity, dollars(at), (time - OPEN) / MINUTE])).to.deep.equal([
      ['buy', 102, 97, 3.5],
      ['sell', 102, 112, 5.5],
    ]);
    // 102 × (112 − 97) = 1,530
    expect(result.figures).to.include({ cash: cash(101_530), equity: cash(101_530), realisedProfit: cash(1_530) });
    expect(result.roundTrips[0]).to.include({ exitReason: 'signal', profit: cash(1_530) });
    expect(result.decisions.map(({ verdict }) => verdict)).to.deep.equal(['warming-up', 'warming-up', 'enter', 'hold', 'exit', 'hold']);
  });

  it('shows strategies and guards a fill from the next step on, as the services do', () => {
    // without the clock between trade and end of the minute the fill at 112 is not known when that minute is decided on: the exit is asked again, and refused
    const events = minutes([100, 99, 98, 97, 110, 112]).filter((event) => event.kind !== 'clock' || event.time % MINUTE === 2_000);
    expect(
      runBacktest(input(events))
        .orderEvents.map((event) => (event.type === 'refused' ? `refused ${event.rule}` : event.type))
        .slice(-2),
    ).to.deep.equal(['refused position', 'filled']);
  });

  it('tells the whole life of each order', () => {
    const { orderEvents } = runBacktest(input(minutes([100, 99, 98, 97])));
    // asked at 09:33:02, filled at 09:33:30 and known to be at that second's tick of the clock
    expect(orderEvents.map(({ type, sequence, time }) => [type, sequence, time - OPEN])).to.deep.equal([
      ['approved', 1, 182_000],
      ['submitted', 2, 182_000],
      ['accepted', 3, 182_000],
      ['filled', 4, 210_000],
    ]);
  });

  it('buys at the ask and sells at the bid where quotes are known', () => {
    const events = inOrder([...minutes([100, 99, 98, 97, 110, 112]), quote(96.9, 97.2, OPEN + 3 * MINUTE + 29_000), quote(111.8, 112.1, OPEN + 5 * MINUTE + 29_000)]);
    expect(runBacktest(input(events)).fills.map((fill) => dollars(fill.price))).to.deep.equal([97.2, 111.8]);
  });

  it('stops a loss: the breach makes the order, the next event fills it', () => {
    const risk = { ...definition.risk, stopLossPct: 2 };
    const events = inOrder([
      ...minutes([100, 99, 98, 97]),
      trade(95, OPEN + 4 * MINUTE + 10_000, { cumulativeVolume: 500 }),
      tick(OPEN + 4 * MINUTE + 11_000),
      trade(94, OPEN + 4 * MINUTE + 12_000, { cumulativeVolume: 600 }),
      tick(OPEN + 4 * MINUTE + 13_000),
    ]);
    const result = runBacktest(input(events, { definitions: [{ ...definition, risk }] }));
    // bought at 97, so the stop is at 95.06
    expect(result.roundTrips[0]).to.include({ exitReason: 'stop-loss', exitPrice: price(94) });
    // asked for and accepted at the moment of the breach, at work from the tick of that second on
    const stop = result.orderEvents.filter(({ orderId }) => orderId.endsWith('-stop'));
    expect(stop.map(({ type, time }) => [type, time - OPEN - 4 * MINUTE])).to.deep.equal([
      ['approved', 10_000],
      ['submitted', 10_000],
      ['accepted', 10_000],
      ['filled', 13_000],
    ]);
  });

  it('lets an order made at the close wait for the next morning', () => {
    const last = [100, 99, 98].map((close, index) => trade(close, CLOSE - (3 - index) * MINUTE + 1, { cumulativeVolume: (index + 1) * 100 }));
    const result = runBacktest(input(inOrder([...last, ...[2, 1, 0].map((ago) => tick(CLOSE - ago * MINUTE + 2_000))])));
    expect(result.orderEvents.map((event) => (event.type === 'refused' ? event.rule : event.type))).to.deep.equal(['market-hours']);
  });

  it('warms up on history and decides on its first bar', () => {
    const bars = runBacktest(input(minutes([100, 99, 98]))).bars;
    const history = new Map([[AAPL, bars]]);
    const later = minutes([100, 99, 98, 97]).slice(9);
    expect(runBacktest(input(later, { history })).decisions[0]).to.include({ verdict: 'enter', close: price(97) });
  });

  it('rolls minutes up for a strategy on five-minute bars, and decides on those alone', () => {
    const closes = [100, 101, 102, 103, 104, 105, 104, 103, 102, 101, 100];
    const { bars, decisions } = runBacktest(input(minutes(closes), { definitions: [{ ...definition, timeframe: '5m' }] }));
    // minutes 0–4 close at 104, 5–9 at 101; the eleventh minute opens a bar that never closes
    expect(decisions.map(({ timeframe, barStart, close }) => [timeframe, barStart - OPEN, dollars(close)])).to.deep.equal([
      ['5m', 0, 104],
      ['5m', 5 * MINUTE, 101],
    ]);
    expect(bars.filter(({ timeframe }) => timeframe === '1m')).to.have.length(11);
  });

  it('charges the fees of its tariff', () => {
    const fees = () => cash(1);
    const { fills, figures } = runBacktest(input(minutes([100, 99, 98, 97, 110, 112]), { fees }));
    expect(fills.map((fill) => fill.fees)).to.deep.equal([cash(1), cash(1)]);
    // 102 × (112 − 97) = 1,530, less two dollars
    expect(figures.equity).to.equal(cash(101_528));
  });

  it('does not end on events that nobody has looked at', () => {
    expect(() => runBacktest(input([trade(100, OPEN + 1)]))).to.throw('must end with a clock tick');
  });

  describe('whatever the market does', () => {
    const walk = fc.array(fc.integer({ min: -300, max: 300 }), { minLength: 5, maxLength: 120 }).map((moves) => {
      let cents = 10_000;
      return moves.map((move) => (cents = Math.max(5_000, cents + move)) / 100);
    });
    const two = {
      definitions: [
        { ...definition, symbols: [AAPL, MSFT] },
        { ...definition, id: '8', parameters: { period: 3 }, risk: DEFAULT_RISK },
      ],
    };
    const market = fc.tuple(walk, walk).map(([one, other]) => inOrder([...minutes(one), ...minutes(other, MSFT)]));

    it('gives the same result for the same input', () => {
      fc.assert(
        fc.property(market, (events) => void expect(runBacktest(input(events, two))).to.deep.equal(runBacktest(input(events, two)))),
        { numRuns: 30 },
      );
    });

    it('knows nothing of the future: without it, the past is the same', () => {
      fc.assert(
        fc.property(market, fc.double({ min: 0, max: 1, noNaN: true }), (events, share) => {
          const ticks = events.flatMap((event, index) => (event.kind === 'clock' ? [index] : []));
          const cut = ticks[Math.floor(share * (ticks.length - 1))]!;
          const whole = runBacktest(input(events, two));
          const past = runBacktest(input(events.slice(0, cut + 1), two));
          const begins = <K extends keyof BacktestResult>(key: K & ('decisions' | 'orderEvents' | 'fills' | 'bars' | 'roundTrips')) =>
            expect(whole[key].slice(0, past[key].length)).to.deep.equal(past[key]);
          for (const key of ['decisions', 'orderEvents', 'fills', 'bars', 'roundTrips'] as const) begins(key);
        }),
        { numRuns: 60 },
      );
    });

    it('fills no order before it has arrived, and makes and loses no money', () => {
      fc.assert(
        fc.property(market, (events) => {
          const { fills, orderEvents, positions, figures } = runBacktest(input(events, two));
          const placedAt = new Map(orderEvents.flatMap((event) => (event.type === 'accepted' ? [[event.orderId, event.time] as const] : [])));
          for (const fill of fills) expect(fill.time).to.be.greaterThan(placedAt.get(fill.orderId)!);
          const cost = positions.reduce((sum, position) => sum + position.costBasis, 0);
          expect(figures.cash + cost - figures.realisedProfit).to.equal(cash(100_000));
        }),
        { numRuns: 60 },
      );
    });
  });
});
