import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { atNewYork, equitySymbol, nyseCalendar, type Trade } from '@sofi/domain';
import { MadeMarket } from '@sofi/tape';
import { ROOT } from '../running-stack.js';
import { tradesOfFile } from './day-of-trades.js';
import { differences } from './differences.js';
import { runFaults, type FaultRunResult } from './fault-run.js';

const RECORDED = join(ROOT, '../shared/data/ticks/BAC_20131007_trades.csv.gz');

function generatedDay(): readonly Trade[] {
  const events = new MadeMarket(7, nyseCalendar()).events([equitySymbol('AAPL')], atNewYork('2026-03-10', '09:29'), atNewYork('2026-03-10', '10:30'));
  return [...events].filter((event) => event.kind === 'trade');
}

function holdsTogether(name: string, tradesOf: () => readonly Trade[] | undefined, faults: number): void {
  describe(`${faults} faults of the market stream over ${name}`, function () {
    this.timeout(300_000);
    let trades: readonly Trade[];
    let result: FaultRunResult;

    before(async function () {
      const found = tradesOf();
      if (!found) {
        console.log(`      (left out: ${name} is not here)`);
        return this.skip();
      }
      trades = found;
      result = await runFaults({ trades, faults, seed: 20_131_007 });
    });

    it('leave every bar as plain arithmetic makes it from the prints', () => {
      expect(differences(result.bars, trades)).to.deep.equal([]);
    });

    it('happened, each kind of them, and broke the connection', () => {
      expect([...result.counts.values()].every((count) => count > 0)).to.equal(true);
      expect(result.connections.socket + result.connections.http).to.be.greaterThan(faults / 4);
      expect(result.repairs, 'what was lost was fetched').to.be.greaterThan(0);
    });

    it('leave no socket and no timer behind', () => {
      const [first, last] = [result.footprints[0]!, result.footprints.at(-1)!];
      expect(last.sockets, 'as many as in the beginning').to.be.at.most(first.sockets + 1);
      expect(last.timers, 'as many as in the beginning').to.be.at.most(first.timers + 2);
    });
  });
}

holdsTogether('a generated hour', generatedDay, 200);
holdsTogether('a recorded day', () => (existsSync(RECORDED) ? tradesOfFile(RECORDED) : undefined), 1_000);
