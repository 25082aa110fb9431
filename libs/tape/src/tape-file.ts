import { equitySymbol, type EquitySymbol } from '@sofi/domain';

export type TapeKind = 'trades' | 'quotes' | 'bars';

export interface TapeFile {
  readonly name: string;
  readonly symbol: EquitySymbol;
  readonly kind: TapeKind;
}

const NAME = /^(?<symbol>[A-Za-z]{1,6}(?:\.[A-Za-z]{1,2})?)_(?:\d{8}(?:-\d{8})?_)?(?<kind>trades|quotes|1m|trade_1m)\.csv(?:\.gz)?$/;
const KINDS: Record<string, TapeKind> = { trades: 'trades', quotes: 'quotes', '1m': 'bars', trade_1m: 'bars' };

/** What a file of a tape holds, told by its name (`SPY_20131007_trades.csv.gz`, a share class with a dot); undefined for anything else. */
export function tapeFile(name: string): TapeFile | undefined {
  const groups = NAME.exec(name)?.groups;
  const kind = KINDS[groups?.['kind'] ?? ''];
  if (!groups?.['symbol'] || !kind) return undefined;
  return { name, kind, symbol: equitySymbol(groups['symbol'].replace('.', '/')) };
}

/** The name under which {@link tapeFile} finds the same symbol and kind again. */
export function tapeFileName(symbol: EquitySymbol, date: string, kind: 'trades' | 'quotes'): string {
  return `${symbol.replace('/', '.')}_${date.replaceAll('-', '')}_${kind}.csv`;
}
