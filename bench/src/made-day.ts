import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atNewYork, nyseCalendar, type Trade } from '@sofi/domain';
import { MadeMarket, writeTape } from '@sofi/tape';
import { SYMBOLS } from './ticks.js';

const DAY = '2026-03-10';
const SEED = 7;
/** the clock that closes the last minute: two seconds after the session */
const GRACE_MS = 2_000;

/** A whole session of the made market, trades alone, written as files for a replay. */
export interface MadeDay {
  readonly folder: string;
  readonly trades: readonly Trade[];
  readonly minutes: number;
  /** market time of the clock after which all candles are closed */
  readonly lastClock: number;
}

export function makeDay(until = '16:00'): MadeDay {
  const [open, close] = [atNewYork(DAY, '09:30'), atNewYork(DAY, until)];
  const market = new MadeMarket(SEED, nyseCalendar());
  const trades: Trade[] = [];
  for (const event of market.events(SYMBOLS, open - 1, close - 1)) if (event.kind === 'trade') trades.push(event);
  const folder = mkdtempSync(join(tmpdir(), 'sofi-bench-day-'));
  writeTape(folder, trades);
  return { folder, trades, minutes: (close - open) / 60_000, lastClock: close + GRACE_MS };
}
