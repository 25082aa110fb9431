import { closeSync, openSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { nyseCalendar } from '@sofi/domain';
import { migrate, openDatabase } from '@sofi/postgres';
import { CannotStart } from './cannot-start.js';
import { importFile, type FileOutcome } from './import-file.js';
import { importFiles, type ImportFile } from './import-files.js';
import { ImportProgress } from './import-progress.js';
import { exitCodeOf, fileLines, REFUSED_HEADER, refusedLine, storedLine } from './import-report.js';
import { IMPORT_HELP, readImportSettings, type ImportSettings } from './import-settings.js';
import { ImportStore } from './import-store.js';
import { StackFile } from './stack-file.js';

export interface ImportCall {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly root: string;
  readonly out: Writable & { isTTY?: boolean };
  /** ms since the epoch */
  readonly now: number;
}

/** Imports recorded bars and trades. @returns the exit code */
export async function importMain(call: ImportCall): Promise<number> {
  try {
    const settings = readImportSettings(call.args, call.env, call.root);
    if (settings !== 'help') return await run(settings, call);
    call.out.write(IMPORT_HELP);
    return 0;
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error;
    call.out.write(`${error.message}\n`);
    return 1;
  }
}

async function run(settings: ImportSettings, call: ImportCall): Promise<number> {
  const files = importFiles(settings.path);
  if (settings.dryRun) return exitCodeOf(await importAll(files, settings, call));
  const url = databaseOf(settings);
  await migrate(url);
  const database = await openDatabase(url);
  try {
    const store = new ImportStore(database, nyseCalendar(), call.now);
    const outcomes = await importAll(files, settings, call, store);
    call.out.write(`${storedLine(store.stored)}\n`);
    return exitCodeOf(outcomes);
  } finally {
    await database.close();
  }
}

/** One file after the other, each with its lines of the report. Without a store everything is read and nothing kept. */
async function importAll(files: readonly ImportFile[], settings: ImportSettings, { out, now }: ImportCall, store?: ImportStore): Promise<FileOutcome[]> {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const progress = new ImportProgress(out, total, () => performance.now());
  const refused = settings.refused === undefined ? undefined : openSync(settings.refused, 'w');
  if (refused !== undefined) writeSync(refused, REFUSED_HEADER);
  const outcomes: FileOutcome[] = [];
  try {
    for (const { path } of files) {
      const outcome = await importFile(path, {
        wish: settings.wish,
        options: {
          calendar: nyseCalendar(),
          now,
          skipExtended: settings.skipExtended,
          refused: refused === undefined ? undefined : (refusal) => void writeSync(refused, refusedLine(path, refusal)),
        },
        onBytes: (count) => progress.onBytes(count),
        onRow: () => progress.onRow(),
        write: async (bars) => store?.write(bars),
        written: async (symbol) => store?.rollUp(symbol),
      });
      progress.clear();
      out.write(`${fileLines(outcome).join('\n')}\n`);
      outcomes.push(outcome);
    }
  } finally {
    if (refused !== undefined) closeSync(refused);
  }
  out.write(`${progress.speed()}${store ? '' : ', nothing stored (--dry-run)'}.\n`);
  return outcomes;
}

/** @throws CannotStart where neither DATABASE_URL nor a running stack tells one */
function databaseOf({ databaseUrl, dataDir }: ImportSettings): string {
  const url = databaseUrl ?? new StackFile(dataDir).read()?.urls['database'];
  if (url === undefined) throw new CannotStart('Which database? Start the stack (npm start), or set DATABASE_URL, or only look: --dry-run.');
  return url;
}
