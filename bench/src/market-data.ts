import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { connect } from 'nats';
import { barePair } from './bare-pair.js';
import { median } from './figures.js';
import { MarketRun } from './market-run.js';
import { machine, metric, table, type Metrics } from './report.js';
import { sustainedRate } from './sustained-rate.js';

/**
 * How much market data market-data and candle-aggregator take: `npm run bench:market-data -- [--json] [--symbols 2000] [--runs 3] [--quick]`.
 * The rate is that of trades offered on the broker's socket which all end up in bars, without a growing backlog, while minutes end under way. Beside it, in the same
 * run and through the same nats-server, a bare publisher and a bare parsing subscriber: captured by a stream, as the product's trades are, and on the core.
 */
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    symbols: { type: 'string', default: '2000' },
    runs: { type: 'string', default: '3' },
  },
});
const symbols = Number(options.symbols);
const runs = options.quick ? 1 : Number(options.runs);
const say = (line: string) => process.stderr.write(`${line}\n`);

const FEW = 10;
const CALM = { perSecond: 2_000, seconds: 10 };
const BARE_TRADES = 300_000;

/** Resident memory of the two services after a calm run in which a minute ended. */
async function calmBytes(market: MarketRun): Promise<number> {
  await market.offer(CALM.perSecond, CALM.seconds);
  return market.residentBytes();
}

async function bytesOfFew(): Promise<number> {
  const market = await MarketRun.open(FEW);
  try {
    return await calmBytes(market);
  } finally {
    await market.close();
  }
}

async function measure(): Promise<{ metrics: Metrics; natsVersion: string }> {
  const bytesWithFew = await bytesOfFew();
  const market = await MarketRun.open(symbols);
  try {
    const bytesWithMany = await calmBytes(market);
    const captured = [await barePair(market.natsUrl, 'captured', symbols, BARE_TRADES)];
    const core = [await barePair(market.natsUrl, 'core', symbols, BARE_TRADES)];
    say(`bare pair: ${Math.round(captured[0] ?? 0)} trades/s captured by a stream, ${Math.round(core[0] ?? 0)} on the core`);
    const plan = { from: 20_000, to: 200_000, within: 0.08, probeSeconds: options.quick ? 4 : 6, runs, runSeconds: options.quick ? 10 : 20 };
    const held = await sustainedRate(market, plan, say);
    for (let more = 1; more < runs; more += 1) {
      captured.push(await barePair(market.natsUrl, 'captured', symbols, BARE_TRADES));
      core.push(await barePair(market.natsUrl, 'core', symbols, BARE_TRADES));
    }
    const ticksLost = market.offered - (await market.tradesInBars());
    return {
      natsVersion: await versionOf(market.natsUrl),
      metrics: {
        tradesPerSecond: metric(median(held.map((run) => run.perSecond)), 'trades/s', median(captured)),
        tradesPerSecondBesideCore: metric(median(held.map((run) => run.perSecond)), 'trades/s', median(core)),
        ticksLost: metric(ticksLost, 'ticks'),
        symbols: metric(symbols, 'symbols'),
        cpuMicrosPerTick: metric(median(held.map((run) => run.cpuMicrosPerTrade)), 'µs'),
        bytesPerSymbol: metric((bytesWithMany - bytesWithFew) / (symbols - FEW), 'bytes'),
      },
    };
  } finally {
    await market.close();
  }
}

async function versionOf(natsUrl: string): Promise<string> {
  const connection = await connect({ servers: natsUrl });
  const version = connection.info?.version ?? 'unknown';
  await connection.close();
  return version;
}

const { metrics, natsVersion } = await measure();
process.stdout.write(`${machine(natsVersion)}; medians of ${runs} runs; load ${loadavg()[0]?.toFixed(1)} at the end\n`);
process.stdout.write(`cpuMicrosPerTick: user and system time of both services; bytesPerSymbol: their resident memory with ${symbols} symbols less that with ${FEW}\n\n`);
process.stdout.write(`${table(metrics)}\n`);
if (options.json) process.stdout.write(`${JSON.stringify({ name: 'market-data', metrics })}\n`);
process.exit(0);
