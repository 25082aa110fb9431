import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { equitySymbol, RuleError } from '@sofi/domain';
import { FORMATS, type ImportWish } from '@sofi/tape';
import { CannotStart } from './cannot-start.js';

export interface ImportSettings {
  readonly path: string;
  readonly wish: ImportWish;
  readonly skipExtended: boolean;
  readonly dryRun: boolean;
  /** where every refused row is written */
  readonly refused: string | undefined;
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
}

export const IMPORT_HELP = `npm run import -- <file or folder> [options]

  Reads .csv and .json files, plain or .gz, a folder with all that is in it, and stores their bars: one-minute bars (with all coarser ones made of
  them), daily bars, trades (made into bars). The header says which; so do the distances of the rows.

  --symbol <SYM>       whose bars they are; else a column symbol, or the beginning of the name (AAPL_…)
  --timeframe <1m|1d>  where the rows do not tell it
  --format <format>    auto, tradier (history and timesales, also as JSON), ohlcv or trades (auto)
  --skip-extended      leave out rows before the open and after the close instead of refusing them
  --refused <file>     write every refused row there, as CSV
  --dry-run            read and report, store nothing
  --data-dir <dir>     of the running stack whose database is meant (.data)
  --help               this page

Environment: DATABASE_URL, a database instead of the running stack's.
Ends with 0 where every row was taken, 2 where some were refused, 1 where none was taken.
`;

/** @throws CannotStart with one sentence that names the setting */
export function readImportSettings(args: readonly string[], env: NodeJS.ProcessEnv, root: string): ImportSettings | 'help' {
  const { values, positionals } = parse(args);
  if (values.help) return 'help';
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new CannotStart('Say one file or folder; npm run import -- --help lists the options.');
  const from = env['INIT_CWD'] ?? root;
  return {
    path: resolve(from, path),
    wish: { format: oneOf('--format', values.format ?? 'auto', FORMATS), symbol: symbolOf(values.symbol), timeframe: timeframeOf(values.timeframe) },
    skipExtended: values['skip-extended'] ?? false,
    dryRun: values['dry-run'] ?? false,
    refused: values.refused === undefined ? undefined : resolve(from, values.refused),
    dataDir: values['data-dir'] === undefined ? join(root, '.data') : resolve(from, values['data-dir']),
    // an empty variable is one that is not set
    databaseUrl: env['DATABASE_URL'] === '' ? undefined : env['DATABASE_URL'],
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        symbol: text,
        timeframe: text,
        format: text,
        'skip-extended': flag,
        refused: text,
        'dry-run': flag,
        'data-dir': text,
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    const words = error instanceof Error ? error.message.split(/[.\n]/)[0] : String(error);
    throw new CannotStart(`${words}; npm run import -- --help lists the options.`);
  }
}

function symbolOf(text: string | undefined): ImportWish['symbol'] {
  try {
    return text === undefined ? undefined : equitySymbol(text);
  } catch (error) {
    if (error instanceof RuleError) throw new CannotStart(`--symbol ${text} ${error.rule}.`);
    throw error;
  }
}

function timeframeOf(text: string | undefined): ImportWish['timeframe'] {
  return text === undefined ? undefined : oneOf('--timeframe', text, ['1m', '1d'] as const);
}

function oneOf<const T extends string>(name: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === text);
  if (found === undefined) throw new CannotStart(`${name} ${text} must be one of ${allowed.join(', ')}.`);
  return found;
}
