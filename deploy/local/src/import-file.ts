import { basename } from 'node:path';
import { RuleError, type Bar, type EquitySymbol } from '@sofi/domain';
import { FileImport, layoutOf, type FileImportOptions, type ImportWish, type RefusedFor, type RowCounts } from '@sofi/tape';
import { linesOf } from './import-lines.js';

/** What became of one file. */
export interface FileOutcome {
  readonly path: string;
  readonly counts: RowCounts;
  readonly reasons: readonly RefusedFor[];
  /** why it was not read, or not to its end */
  readonly problem?: string;
}

export interface FileWork {
  readonly wish: ImportWish;
  readonly options: FileImportOptions;
  onBytes(count: number): void;
  onRow(): void;
  /** some thousand bars, oldest first */
  write(bars: readonly Bar[]): Promise<void>;
  /** after the last ones, where there were any */
  written(symbol: EquitySymbol): Promise<void>;
}

/** So many lines tell what the file holds. */
const HEAD = 300;
const AT_ONCE = 50_000;
const NO_ROWS: RowCounts = { rows: 0, taken: 0, repeated: 0, leftOut: 0, refused: 0 };

/** Reads a file and hands its bars to the writer. What was written before a file turned out to be damaged stays. */
export async function importFile(path: string, work: FileWork): Promise<FileOutcome> {
  const reading: { file?: FileImport } = {};
  const outcome = () => ({ path, counts: reading.file?.counts ?? NO_ROWS, reasons: reading.file?.refusals.byReason() ?? [] });
  try {
    await read(path, work, (file) => (reading.file = file));
    return outcome();
  } catch (error) {
    const problem = problemOf(error);
    if (problem === undefined) throw error;
    return { ...outcome(), problem };
  }
}

async function read(path: string, work: FileWork, begun: (file: FileImport) => void): Promise<void> {
  const lines = linesOf(path, (count) => work.onBytes(count));
  const head: string[] = [];
  while (head.length < HEAD) {
    const next = await lines.next();
    if (next.done) break;
    head.push(next.value);
  }
  const layout = layoutOf(basename(path), head, work.wish);
  const file = new FileImport(layout, work.options);
  begun(file);
  const pending = new Pending(work);
  let row = 1;
  const take = (line: string) => {
    pending.add(file.line(line, (row += 1)));
    work.onRow();
  };
  for (const line of head.slice(1)) take(line);
  try {
    for await (const line of lines) {
      take(line);
      if (pending.isFull) await pending.write();
    }
    pending.add(file.end());
  } finally {
    await pending.write();
    if (pending.wrote) await work.written(layout.symbol);
  }
}

class Pending {
  private bars: Bar[] = [];
  wrote = false;

  constructor(private readonly work: FileWork) {}

  get isFull(): boolean {
    return this.bars.length >= AT_ONCE;
  }

  add(bars: readonly Bar[]): void {
    for (const bar of bars) this.bars.push(bar);
  }

  async write(): Promise<void> {
    if (this.bars.length === 0) return;
    await this.work.write(this.bars);
    this.bars = [];
    this.wrote = true;
  }
}

/** A sentence about the file itself; undefined for trouble with anything else, which ends the import. */
function problemOf(error: unknown): string | undefined {
  if (error instanceof RuleError) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(?:Z_|ENOENT|EACCES|EISDIR|EIO)/.test(code) ? `can not be read to its end: ${(error as Error).message}` : undefined;
}
