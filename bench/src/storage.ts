import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { median } from './figures.js';
import { metric, table, type Metrics } from './report.js';
import { minuteBars } from './storage-rows.js';
import { storageOnce, withStorage, type StorageSpeed } from './storage-runs.js';

/**
 * How fast bars are stored and read: `npm run bench:storage -- [--json] [--runs 5] [--rows 200000]`.
 * Every figure stands beside what bare Postgres reaches on the same machine in the same run.
 */
const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, runs: { type: 'string', default: '5' }, rows: { type: 'string', default: '200000' } },
});
const runs = Number(options.runs);
const bars = minuteBars('BENCH', Number(options.rows));

const speeds = await withStorage(async (database, client) => {
  const done: StorageSpeed[] = [];
  for (let at = 0; at < runs; at += 1) {
    done.push(await storageOnce(database, client, bars));
    const { imported, bareCopied } = done.at(-1)!;
    process.stderr.write(`import of ${bars.length} bars: ${Math.round(imported)} rows/s; bare COPY ${Math.round(bareCopied)}\n`);
  }
  return done;
});

const of = (figure: keyof StorageSpeed) => median(speeds.map((speed) => speed[figure]));
const metrics: Metrics = {
  rowsPerSecond: metric(of('imported'), 'rows/s', of('bareCopied')),
  upsertRowsPerSecond: metric(of('revised'), 'rows/s', of('bareCopied')),
  saveRowsPerSecond: metric(of('saved'), 'rows/s', of('bareCopied')),
  readRowsPerSecond: metric(of('read'), 'rows/s', of('bareRead')),
};

const [cpu] = cpus();
process.stdout.write(
  `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, Node ${process.versions.node}; medians of ${runs} runs; load ${loadavg()[0]?.toFixed(1)} at the end\n\n`,
);
process.stdout.write(`${table(metrics)}\n`);
if (options.json) process.stdout.write(`${JSON.stringify({ name: 'storage', metrics })}\n`);
