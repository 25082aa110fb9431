import { rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { bareHop } from './bare-hop.js';
import { median } from './figures.js';
import { makeDay } from './made-day.js';
import { replayOnce, type ReplaySpeed } from './replay-speed.js';
import { machine, metric, table, type Metrics } from './report.js';
import { measureLatency, type TickLatency } from './tick-latency.js';

/**
 * How fast market data goes through the product: `npm run bench:pipeline -- [--json] [--runs 3] [--until 16:00]`.
 * Every figure stands beside what bare means reach on the same machine in the same run.
 */
const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, runs: { type: 'string', default: '3' }, until: { type: 'string', default: '16:00' } },
});
const runs = Number(options.runs);
const say = (line: string) => process.stderr.write(`${line}\n`);

interface Speed {
  readonly trades: number;
  readonly runs: readonly ReplaySpeed[];
  readonly bare: number;
}

async function measureSpeed(): Promise<Speed> {
  const day = makeDay(options.until);
  try {
    const done: ReplaySpeed[] = [];
    const limits: number[] = [];
    for (let at = 0; at < runs; at += 1) {
      limits.push(await bareHop(day));
      done.push(await replayOnce(day));
      const { perSecond = 0, lost = 0, missingCandles = 0 } = done.at(-1) ?? {};
      say(`replay of ${day.trades.length} trades: ${Math.round(perSecond)} trades/s, ${lost} lost, ${missingCandles} candles missing; bare hop ${Math.round(limits.at(-1) ?? 0)}`);
    }
    return { trades: day.trades.length, runs: done, bare: median(limits) };
  } finally {
    rmSync(day.folder, { recursive: true, force: true });
  }
}

function speedMetrics({ runs: done, bare }: Speed): Metrics {
  return { tradesPerSecond: metric(median(done.map((one) => one.perSecond)), 'trades/s', bare) };
}

function latencyMetrics({ rates }: TickLatency): Metrics {
  return Object.fromEntries(
    rates.flatMap(({ perSecond, stack, bare }) => [
      [`tickToBrowserP50At${perSecond}`, metric(stack.p50, 'ms', bare.p50)],
      [`tickToBrowserP99At${perSecond}`, metric(stack.p99, 'ms', bare.p99)],
    ]),
  );
}

const latency = await measureLatency({ rates: [1_000, 5_000], runs, warmUpSeconds: 2, measuredSeconds: 8 }, say);
const speed = await measureSpeed();
const lost = latency.lostToBrowser + Math.max(0, latency.lostToStream) + speed.runs.reduce((sum, one) => sum + Math.abs(one.lost) + one.missingCandles, 0);
const metrics: Metrics = { ...speedMetrics(speed), ...latencyMetrics(latency), ticksLost: metric(lost, 'ticks') };

process.stdout.write(`${machine(latency.natsVersion)}; medians of ${runs} runs; load ${loadavg()[0]?.toFixed(1)} at the end\n`);
process.stdout.write(`${latency.sent} ticks sent to the socket, ${speed.trades} trades in each replay\n\n${table(metrics)}\n`);
if (options.json) process.stdout.write(`${JSON.stringify({ name: 'pipeline', metrics })}\n`);
// what was spawned may still hold a handle
process.exit(0);
