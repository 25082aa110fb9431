import { parseArgs } from 'node:util';
import { differences } from './differences.js';
import { runFaults } from './fault-run.js';
import { reportOf } from './report.js';
import { tradesOfFile } from './day-of-trades.js';

/** `npm run soak:stream -- --day <SYM_20131007_trades.csv.gz> [--faults 10000] [--seed 1]` */
const { values: options } = parseArgs({
  options: { day: { type: 'string' }, faults: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
});
if (options.day === undefined) {
  process.stderr.write('--day must name a file of recorded trades, such as SPY_20131007_trades.csv.gz\n');
  process.exit(1);
}

const trades = tradesOfFile(options.day);
const faults = Number(options.faults);
process.stderr.write(`${faults} faults, seed ${options.seed}, over ${trades.length} trades of ${trades[0]?.symbol}\n`);
const began = performance.now();
const result = await runFaults({
  trades,
  faults,
  seed: Number(options.seed),
  progress: (done) => {
    if (done % 1_000 === 0) process.stderr.write(`${done} faults after ${((performance.now() - began) / 1_000).toFixed(0)} s\n`);
  },
});
const wrong = differences(result.bars, trades);
process.stdout.write(`${reportOf(result)}\n${result.bars.length} bars, ${wrong.length} of them wrong\n${wrong.slice(0, 10).join('\n')}\n`);
process.exit(wrong.length === 0 ? 0 : 1);
