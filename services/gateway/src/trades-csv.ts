import type { TradeJson } from './trades.js';

const COLUMNS = ['id', 'account', 'book', 'symbol', 'side', 'quantity', 'entryTime', 'entryPrice', 'exitTime', 'exitPrice', 'profit', 'profitPct', 'exitReason'] as const;

/** RFC 4180. Times are ISO 8601 in UTC, amounts in dollars. */
export function toCsv(trades: readonly TradeJson[]): string {
  const rows = trades.map((trade) => COLUMNS.map((column) => cell(column.endsWith('Time') ? new Date(trade[column] as number).toISOString() : trade[column])).join(','));
  return [COLUMNS.join(','), ...rows].map((row) => `${row}\r\n`).join('');
}

/** A text that begins like a formula is quoted with an apostrophe, so that a spreadsheet does not run it. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
