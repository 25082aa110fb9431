import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { dollars, nyseCalendar, type Bar } from '@sofi/domain';
import { backtestOf } from './backtest-of-day.js';
import { barsOfTradeFile } from './bars-of-file.js';
import { byOrder, sortedDecisions, withoutBrokerIds } from './comparable.js';
import { runReplay, type ReplayResult } from './replay-run.js';
import { ROOT } from './running-stack.js';

const TICKS = join(ROOT, '../shared/data/ticks');
const DAY = '2013-10-07';
const SYMBOLS = ['BAC', 'SPY'];
const LIMIT_MS = 360_000;

describe('a recorded day, replayed through all services', function () {
  this.timeout(LIMIT_MS + 60_000);

  for (const speed of ['max', '600']) {
    describe(`at speed ${speed}`, () => {
      let run: ReplayResult;

      before(async function () {
        if (!existsSync(TICKS)) {
          console.log(`      (skipped: there are no recorded ticks at ${TICKS})`);
          this.skip();
        }
        run = await runReplay({ folder: TICKS, speed, symbols: SYMBOLS, limitMs: LIMIT_MS });
      });

      for (const symbol of SYMBOLS) {
        it(`gives every regular minute of ${symbol} as its file makes it`, () => {
          const session = nyseCalendar().on(DAY);
          const file = join(TICKS, `${symbol}_20131007_trades.csv.gz`);
          const expected = barsOfTradeFile(file, session?.open ?? 0, session?.close ?? 0);
          expect(expected.size).to.equal(390);
          expect((run.bars.get(symbol) ?? []).map(plain)).to.deep.equal([...expected.values()]);
        });
      }

      it('trades, and agrees with the broker’s own account to the cent', () => {
        expect(run.roundTrips.length).to.be.greaterThan(0);
        expect(run.reconciliation).to.include({ equal: true });
        expect(run.cash).to.be.closeTo(run.broker.balances.total_cash, 0.005);
      });

      it('is the backtest, field by field', () => {
        const test = backtestOf(TICKS, run.strategy);
        expect(sortedDecisions(run.decisions)).to.deep.equal(sortedDecisions(test.decisions));
        expect(byOrder(withoutBrokerIds(run.orderEvents))).to.deep.equal(byOrder(withoutBrokerIds(test.orderEvents)));
        expect(run.roundTrips).to.deep.equal(test.roundTrips);
      });
    });
  }
});

function plain({ start, open, high, low, close, volume, tradeCount }: Bar): object {
  return { time: start, open: dollars(open), high: dollars(high), low: dollars(low), close: dollars(close), volume, tradeCount };
}
