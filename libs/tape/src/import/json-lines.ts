import { RuleError } from '@sofi/domain';

/** An answer of Tradier's history or timesales, stored as it came → the lines of a table. Throws a RuleError for anything else. */
export function linesOfJson(text: string): string[] {
  const rows = rowsOf(parsed(text));
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return [names.join(','), ...rows.map((row) => names.map((name) => cellIn(row[name])).join(','))];
}

type Row = Record<string, unknown>;

/** What is neither text nor a number is refused with the row. */
function cellIn(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
}

function rowsOf(answer: unknown): Row[] {
  const { series, history } = isRow(answer) ? answer : {};
  const found = isRow(series) ? series['data'] : isRow(history) ? history['day'] : undefined;
  // Tradier writes a list of one without its brackets
  const rows = (Array.isArray(found) ? found : [found]).filter(isRow);
  if (rows.length === 0) throw new RuleError('file', text80(answer), 'must hold series.data or history.day, as Tradier answers');
  return rows;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RuleError('file', text.slice(0, 80), 'must be JSON');
  }
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text80(value: unknown): string {
  return JSON.stringify(value).slice(0, 80);
}
