import { RuleError } from '@sofi/domain';

/**
 * Line by line, so that a day of ticks never stands in memory as objects.
 * Throws a RuleError that names the file where a column is missing.
 */
export function* rowsOf(text: string, file: string, columns: readonly string[]): Iterable<readonly string[]> {
  const headerEnd = text.indexOf('\n');
  const places = placesOf(text.slice(0, headerEnd < 0 ? text.length : headerEnd).trimEnd(), file, columns);
  let start = headerEnd < 0 ? text.length : headerEnd + 1;
  while (start < text.length) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const cells = text.slice(start, end).trimEnd().split(',');
    if (cells.length > 1) yield places.map((place) => cells[place] ?? '');
    start = end + 1;
  }
}

function placesOf(header: string, file: string, columns: readonly string[]): number[] {
  const names = header.split(',');
  return columns.map((column) => {
    const place = names.indexOf(column);
    if (place < 0) throw new RuleError('file', file, `must have a column ${column}`);
    return place;
  });
}

/** RFC 3339 → ms. */
export function timeIn(text: string, file: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new RuleError('file', file, `has a time that is none: ${text}`);
  return time;
}
