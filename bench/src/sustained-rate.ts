import type { MarketRun, OfferedRun } from './market-run.js';

export interface SearchPlan {
  readonly from: number;
  readonly to: number;
  /** the search ends where the last sustained rate and the first that was not are this close */
  readonly within: number;
  readonly probeSeconds: number;
  readonly runs: number;
  readonly runSeconds: number;
}

/** Halves the stretch between what was sustained and what was not, then holds the rate in longer runs; goes down a step where one of them fails. */
export async function sustainedRate(market: MarketRun, plan: SearchPlan, say: (line: string) => void): Promise<readonly OfferedRun[]> {
  let [low, high] = [0, plan.to];
  let rate = plan.from;
  while (low === 0 || high / low > 1 + plan.within) {
    const probe = await market.offer(rate, plan.probeSeconds);
    say(`probe ${inWords(probe)}`);
    if (probe.sustained) low = rate;
    else high = rate;
    if (high < 1_000) throw new Error('not even 1,000 trades a second are sustained');
    rate = low === 0 ? Math.round(rate / 2) : Math.min(Math.round((low + high) / 2), low * 2);
    if (low >= plan.to) break;
  }
  return held(market, low, plan, say);
}

async function held(market: MarketRun, rate: number, plan: SearchPlan, say: (line: string) => void): Promise<readonly OfferedRun[]> {
  const runs: OfferedRun[] = [];
  while (runs.length < plan.runs) {
    const run = await market.offer(rate, plan.runSeconds);
    say(`held ${inWords(run)}`);
    if (!run.sustained) return held(market, Math.round(rate * 0.9), plan, say);
    runs.push(run);
  }
  return runs;
}

function inWords({ perSecond, backlog, lost, cpuMicrosPerTrade, sustained }: OfferedRun): string {
  const figures = `${Math.round(perSecond)} trades/s: ${backlog} under way at the end, ${lost} lost, ${cpuMicrosPerTrade.toFixed(1)} µs of CPU a trade`;
  return `${figures}: ${sustained ? 'sustained' : 'too fast'}`;
}
