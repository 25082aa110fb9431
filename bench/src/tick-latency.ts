import { setTimeout as pause } from 'node:timers/promises';
import { openBarePath } from './bare-path.js';
import { median, quantile } from './figures.js';
import { StackPath } from './stack-path.js';
import { runTicks, type TickPath, type TickRun } from './tick-run.js';

export interface Latency {
  readonly p50: number;
  readonly p99: number;
}
export interface RateLatency {
  readonly perSecond: number;
  /** ms, medians of the runs */
  readonly stack: Latency;
  readonly bare: Latency;
}
export interface TickLatency {
  readonly rates: readonly RateLatency[];
  readonly sent: number;
  /** never came out of the socket */
  readonly lostToBrowser: number;
  /** never came into the stream TRADES */
  readonly lostToStream: number;
  readonly natsVersion: string;
}
export interface LatencyPlan {
  readonly rates: readonly number[];
  readonly runs: number;
  readonly warmUpSeconds: number;
  readonly measuredSeconds: number;
}

/** The product and the bare relay in turns, so that both meet the same moods of the machine. */
export async function measureLatency(plan: LatencyPlan, say: (line: string) => void): Promise<TickLatency> {
  const stack = await StackPath.open();
  const bare = await openBarePath(stack.natsUrl);
  try {
    let first = 1;
    const run = async (path: TickPath, perSecond: number): Promise<TickRun> => {
      const result = await runTicks(path, { ...plan, perSecond, first });
      first += result.sent;
      return result;
    };
    const rates: RateLatency[] = [];
    const runsOfStack: TickRun[] = [];
    for (const perSecond of plan.rates) {
      const [ours, limits]: [TickRun[], TickRun[]] = [[], []];
      for (let at = 0; at < plan.runs; at += 1) {
        limits.push(await run(bare, perSecond));
        ours.push(await run(stack, perSecond));
        say(`${perSecond} ticks/s: ${inWords(ours.at(-1))}; bare relay ${inWords(limits.at(-1))}`);
      }
      rates.push({ perSecond, stack: latencyOf(ours), bare: latencyOf(limits) });
      runsOfStack.push(...ours);
    }
    const sent = sum(runsOfStack.map((one) => one.sent));
    // the clock that proves the last of them stored comes within a second
    await pause(2_000);
    return { rates, sent, lostToBrowser: sum(runsOfStack.map((one) => one.lost)), lostToStream: sent - (await stack.stored()), natsVersion: stack.natsVersion };
  } finally {
    await bare.close();
    await stack.close();
  }
}

function latencyOf(runs: readonly TickRun[]): Latency {
  const middle = (share: number) => median(runs.map(({ latencies }) => quantile(latencies, share)));
  return { p50: middle(0.5), p99: middle(0.99) };
}

function inWords(run: TickRun | undefined): string {
  if (!run) return 'none';
  return `p50 ${quantile(run.latencies, 0.5).toFixed(2)} p99 ${quantile(run.latencies, 0.99).toFixed(2)} ms, ${run.lost} lost`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
