import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { atNewYork, dollars, type Bar } from '@sofi/domain';
import { backtestOf } from './backtest-of-day.js';
import { barsOfTradeFile } from './bars-of-file.js';
import { byOrder, outcomes, renamed, sortedDecisions, withoutBrokerIds } from './comparable.js';
import { DAY, SYMBOLS, writeGeneratedDay } from './generated-day.js';
import { runReplay, type ReplayResult } from './replay-run.js';

/** One hour and a half, three symbols: enough for entries, exits by signal, and stops set close. */
const UNTIL = '11:00';
const RISK = { stopLossPct: 0.1, takeProfitPct: 0.2, cooldownMinutes: 1, positionSizePct: 5 };
/** looser than the usual 30 and 70: more to compare in the same time */
const PARAMETERS = { period: 7, oversold: 40, overbought: 60 };
const RUN_LIMIT_MS = 240_000;

describe('a generated day, replayed through all services', function () {
  this.timeout(RUN_LIMIT_MS + 60_000);
  let folder: string;
  let run: ReplayResult;

  before(async () => {
    folder = writeGeneratedDay(UNTIL);
    run = await runReplay({ folder, speed: 'max', symbols: SYMBOLS, risk: RISK, parameters: PARAMETERS, limitMs: RUN_LIMIT_MS });
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const symbol of SYMBOLS) {
    it(`gives the bars of ${symbol} that its file makes, none missing, none doubled`, () => {
      const file = join(folder, `${symbol}_${DAY.replaceAll('-', '')}_trades.csv`);
      const expected = barsOfTradeFile(file, atNewYork(DAY, '09:30'), atNewYork(DAY, '16:00'));
      expect(expected.size, 'minutes in the file').to.equal(90);
      expect((run.bars.get(symbol) ?? []).map(plain)).to.deep.equal([...expected.values()]);
      expect((run.bars.get(symbol) ?? []).every((bar) => bar.quality === 'whole' && bar.revision === 0)).to.equal(true);
    });
  }

  it('trades: entries, exits by signal and by guard', () => {
    const reasons = new Set(run.roundTrips.map(({ exitReason }) => exitReason));
    expect(run.roundTrips.length).to.be.greaterThan(5);
    expect([...reasons]).to.include.members(['signal', 'stop-loss', 'take-profit']);
  });

  it('agrees with the broker’s own account to the cent', () => {
    expect(run.reconciliation).to.include({ equal: true });
    expect(run.cash).to.be.closeTo(run.broker.balances.total_cash, 0.005);
    const ours = outcomes(run.orderEvents).filter((order) => 'fills' in order) as { orderId: string; fills: { quantity: number; price: number }[]; refused?: string }[];
    const sent = ours.filter(({ refused }) => refused === undefined);
    expect(run.broker.orders.map(({ tag }) => tag).toSorted()).to.deep.equal(sent.map(({ orderId }) => orderId).toSorted());
    for (const { orderId, fills } of sent) {
      const theirs = run.broker.orders.find(({ tag }) => tag === orderId);
      expect(theirs?.exec_quantity, orderId).to.equal(fills.reduce((sum, fill) => sum + fill.quantity, 0));
      if (fills[0]) expect(theirs?.avg_fill_price, orderId).to.be.closeTo(fills[0].price / 1e6, 0.000_001);
    }
  });

  it('decides, orders and fills field by field as the backtest does', () => {
    const test = backtestOf(folder, run.strategy);
    expect(sortedDecisions(run.decisions)).to.deep.equal(sortedDecisions(test.decisions));
    expect(byOrder(withoutBrokerIds(run.orderEvents))).to.deep.equal(byOrder(withoutBrokerIds(test.orderEvents)));
    expect(run.roundTrips).to.deep.equal(test.roundTrips);
    expect(run.cash).to.equal(dollars(test.figures.cash));
  });

  it('comes to the same end with every process killed on the way', async () => {
    const victims = ['market-data', 'candle-aggregator', 'strategy-runner', 'order-router', 'gateway', 'nats', 'tradier-simulator', 'postgres'];
    const start = atNewYork(DAY, '09:30');
    const disturbed = await runReplay({
      folder,
      speed: 'max',
      symbols: SYMBOLS,
      risk: RISK,
      parameters: PARAMETERS,
      limitMs: RUN_LIMIT_MS,
      disturb: async (stack, progress) => {
        for (const [index, victim] of victims.entries()) {
          await progress.passed(start + (index + 1) * 9 * 60_000);
          await stack.kill(victim);
        }
      },
    });
    expect(disturbed.bars).to.deep.equal(run.bars);
    expect(renamed(sortedDecisions(disturbed.decisions), disturbed.strategy.id)).to.deep.equal(renamed(sortedDecisions(run.decisions), run.strategy.id));
    expect(renamed(outcomes(disturbed.orderEvents), disturbed.strategy.id)).to.deep.equal(renamed(outcomes(run.orderEvents), run.strategy.id));
    expect(renamed(disturbed.roundTrips, disturbed.strategy.id)).to.deep.equal(renamed(run.roundTrips, run.strategy.id));
    expect(disturbed.cash).to.equal(run.cash);
    expect(disturbed.reconciliation).to.include({ equal: true });
  });
});

function plain({ start, open, high, low, close, volume, tradeCount }: Bar): object {
  return { time: start, open: dollars(open), high: dollars(high), low: dollars(low), close: dollars(close), volume, tradeCount };
}
