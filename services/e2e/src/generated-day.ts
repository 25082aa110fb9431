import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { atNewYork, equitySymbol, nyseCalendar } from '@sofi/domain';
import { MadeMarket, writeTape } from '@sofi/tape';

export const DAY = '2026-03-10';
export const SYMBOLS = ['AAPL', 'MSFT', 'TSLA'] as const;

/** The first part of a small day of the seeded market, written as files: `until` in New York time. Answers the folder. */
export function writeGeneratedDay(until: string, seed = 7): string {
  const folder = mkdtempSync(join(tmpdir(), 'sofi-day-'));
  const market = new MadeMarket(seed, nyseCalendar());
  writeTape(folder, market.events(SYMBOLS.map(equitySymbol), atNewYork(DAY, '09:29'), atNewYork(DAY, until) - 1));
  return folder;
}
