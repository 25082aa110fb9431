import { mkdtempSync, rmSync, copyFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { nyseCalendar, type Trade } from '@sofi/domain';
import { readTape } from '@sofi/tape';

/** The trades of one file of recorded ticks, `SYM_20131007_trades.csv`, plain or .gz. */
export function tradesOfFile(file: string): readonly Trade[] {
  const folder = mkdtempSync(join(tmpdir(), 'sofi-day-'));
  try {
    copyFileSync(file, join(folder, basename(file)));
    return tradesOfFolder(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The trades of a folder that holds one symbol. */
export function tradesOfFolder(folder: string): readonly Trade[] {
  return [...readTape(folder, nyseCalendar()).events()].filter((event) => event.kind === 'trade');
}
