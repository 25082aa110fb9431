import { clockMessage, decode, subjects } from '@sofi/contracts';
import { RunningStack } from '@sofi/e2e/running-stack';
import { SimulatorClient } from '@sofi/e2e/simulator-client';
import { openBus } from '@sofi/nats';
import { openDatabase } from '@sofi/postgres';
import type { MadeDay } from './made-day.js';
import { SYMBOLS } from './ticks.js';

export interface ReplaySpeed {
  readonly perSecond: number;
  /** trades that are in no stored candle, and candles that are not there, the latter as a reason to distrust the rest */
  readonly lost: number;
  readonly missingCandles: number;
}

/** One replay of the day as fast as the whole product follows: from the word to begin until the last closed candle is stored. */
export async function replayOnce(day: MadeDay): Promise<ReplaySpeed> {
  const stack = await RunningStack.start(['--replay', day.folder, '--speed', 'max', '--hold']);
  try {
    const { nats = '', database = '' } = stack.state().urls;
    const took = await timeReplay(new SimulatorClient(stack.state()), nats, day.lastClock);
    return { perSecond: day.trades.length / (took / 1_000), ...(await account(database, day)) };
  } finally {
    await stack.dispose();
  }
}

/** The aggregator passes the market's clock on when the candles that it closed are stored. */
async function timeReplay(simulator: SimulatorClient, natsUrl: string, lastClock: number): Promise<number> {
  const bus = await openBus({ url: natsUrl, name: 'bench' });
  try {
    const stored = new Promise<void>((resolve) => {
      bus.subscribe(subjects.candleClock, (data) => {
        if (decode(clockMessage, data).time >= lastClock) resolve();
      });
    });
    const began = performance.now();
    await simulator.begin();
    await stored;
    return performance.now() - began;
  } finally {
    await bus.close();
  }
}

async function account(databaseUrl: string, day: MadeDay): Promise<{ lost: number; missingCandles: number }> {
  const database = await openDatabase(databaseUrl);
  try {
    const bars = (await Promise.all(SYMBOLS.map((symbol) => database.bars.load({ symbol, timeframe: '1m' })))).flat();
    const counted = bars.reduce((sum, bar) => sum + bar.tradeCount, 0);
    return { lost: day.trades.length - counted, missingCandles: SYMBOLS.length * day.minutes - bars.length };
  } finally {
    await database.close();
  }
}
