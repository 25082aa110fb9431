import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { dateOf, nyseCalendar, RuleError, type EquitySymbol, type Quote, type SessionCalendar, type Trade } from '@sofi/domain';
import { minutesIn } from './bar-rows.js';
import { merge } from './merge.js';
import type { Minute } from './minute.js';
import { quotesIn } from './quote-rows.js';
import { tapeFile, type TapeFile } from './tape-file.js';
import { tradesIn } from './trade-rows.js';
import { LAST_PRINT_MS, tradesOfMinutes } from './trades-of-minute.js';

/** Recorded market days: what happened, in the order in which it happened. */
export interface Tape {
  readonly symbols: readonly EquitySymbol[];
  /** exchange time of the first event, and of the last row, ms */
  readonly from: number;
  readonly to: number;
  /** the same for the same files, whatever the folder */
  readonly fingerprint: string;
  readonly calendar: SessionCalendar;
  /** from the beginning each time it is called; of the same instant a symbol's quotes come before its trades */
  events(): Iterable<Trade | Quote>;
  /** one-minute bars of the days before the tape begins, oldest first */
  history(symbol: EquitySymbol): readonly Minute[];
}

interface Loaded extends TapeFile {
  readonly text: string;
}

/**
 * Reads a folder of trade ticks, quote ticks and one-minute bars (comma-separated, plain or gzip; symbol and kind from the file name).
 * Bars of days before the first ticks are history. From the first ticks on, a symbol that has no ticks is traded from its bars; with no
 * ticks in the folder all bars are traded. Throws a RuleError where the folder holds nothing of the kind.
 */
export function readTape(folder: string, calendar: SessionCalendar = nyseCalendar()): Tape {
  const bytes = new Map(namesIn(folder).map((file) => [file, readFileSync(join(folder, file.name))]));
  const files = [...bytes].map(([file, content]): Loaded => ({ ...file, text: textOf(file, content) }));
  if (files.length === 0) throw new RuleError('replay', folder, 'must hold files such as SPY_20131007_trades.csv, …_quotes.csv or …_1m.csv, plain or .gz');
  return tapeOf(files, fingerprintOf(bytes), calendar);
}

function tapeOf(files: readonly Loaded[], fingerprint: string, calendar: SessionCalendar): Tape {
  const symbols = [...new Set(files.map(({ symbol }) => symbol))].toSorted();
  const ticked = new Set(files.filter(({ kind }) => kind !== 'bars').map(({ symbol }) => symbol));
  const firstDay = dayOfFirstTick(files);
  const bars = new Map(
    symbols.map((symbol) => [symbol, files.filter((file) => file.symbol === symbol && file.kind === 'bars').flatMap((file) => [...minutesIn(file.text, file.name)])]),
  );
  const past = (minute: Minute) => firstDay !== undefined && dateOf(minute.start) < firstDay;
  const sources = (): Iterable<Trade | Quote>[] =>
    symbols.flatMap((symbol) => {
      const own = files.filter((file) => file.symbol === symbol);
      if (!ticked.has(symbol))
        return [
          tradesOfMinutes(
            (bars.get(symbol) ?? []).filter((minute) => !past(minute)),
            symbol,
            calendar,
          ),
        ];
      const quotes = own.filter(({ kind }) => kind === 'quotes').map((file) => quotesIn(file.text, file.name, symbol));
      const trades = own.filter(({ kind }) => kind === 'trades').map((file) => tradesIn(file.text, file.name, symbol, calendar));
      return [...quotes, ...trades];
    });
  return {
    symbols,
    fingerprint,
    calendar,
    from: firstTime(sources()),
    to: lastTime(files.filter(({ symbol, kind }) => kind !== 'bars' || !ticked.has(symbol))),
    events: () => merge(sources()),
    history: (symbol) => (bars.get(symbol) ?? []).filter(past),
  };
}

function namesIn(folder: string): TapeFile[] {
  try {
    return readdirSync(folder)
      .toSorted()
      .flatMap((name) => tapeFile(name) ?? []);
  } catch {
    throw new RuleError('replay', folder, 'must be a folder that can be read');
  }
}

function textOf({ name }: TapeFile, content: Buffer): string {
  return (name.endsWith('.gz') ? gunzipSync(content) : content).toString('latin1');
}

function fingerprintOf(bytes: ReadonlyMap<TapeFile, Buffer>): string {
  const hash = createHash('sha256');
  for (const [file, content] of bytes) hash.update(`${file.name}:${content.length}\n`).update(content);
  return hash.digest('hex').slice(0, 16);
}

/** A tick file's second line: ticks are sorted by time and their first column is the time. */
function dayOfFirstTick(files: readonly Loaded[]): string | undefined {
  const days = files
    .filter(({ kind }) => kind !== 'bars')
    .flatMap(({ text }) => {
      const time = Date.parse(text.slice(text.indexOf('\n') + 1, text.indexOf('\n') + 41).split(',')[0] ?? '');
      return Number.isNaN(time) ? [] : dateOf(time);
    });
  return days.toSorted()[0];
}

function firstTime(sources: readonly Iterable<Trade | Quote>[]): number {
  for (const { exchangeTime } of merge(sources)) return exchangeTime;
  throw new RuleError('replay', 'files', 'hold no trade or quote that counts');
}

/** By the last row of each file: files are sorted by time, and nobody relies on whether that row counts. */
function lastTime(files: readonly Loaded[]): number {
  const times = files.map(({ text, kind }) => {
    const end = text.trimEnd().length;
    const time = Date.parse(text.slice(text.lastIndexOf('\n', end - 1) + 1, end).split(',')[0] ?? '');
    return kind === 'bars' ? time + LAST_PRINT_MS : time;
  });
  return Math.max(...times.filter((time) => !Number.isNaN(time)));
}
