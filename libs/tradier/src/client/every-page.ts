import type { Page } from '../wire/page.js';

/**
 * All rows of a list that is cut into pages. Where Tradier says no number of pages, a full page asks for the next; where it ignores the
 * number that is asked for, a page without news ends it. A row that moves from page to page while they are read is taken once, as it was last.
 */
export async function everyPage<T>(read: (page: number) => Promise<Page<T>>, rowsAPage: number, idOf: (row: T) => string): Promise<readonly T[]> {
  const found = new Map<string, T>();
  for (let page = 1; ; page += 1) {
    const { rows, totalPages } = await read(page);
    const before = found.size;
    for (const row of rows) found.set(idOf(row), row);
    const more = totalPages === null ? rows.length >= rowsAPage : page < totalPages;
    if (found.size === before || !more) return [...found.values()];
  }
}
