import { z } from 'zod';
import { oneOrMany } from '../one-or-many.js';
import { perhaps } from '../wire.js';

/** A part of a list. `totalPages` is null where Tradier does not say it: in older deployments, and past the end. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly totalPages: number | null;
}

/** `{ key: T[] | T, total_pages? } | null | "null"` → Page<T>. */
export function pageOf<T extends z.ZodType>(key: string, element: T) {
  return z.preprocess((holder) => ({ rows: holder, totalPages: pagesIn(holder) }), z.object({ rows: oneOrMany(key, element), totalPages: perhaps }));
}

function pagesIn(holder: unknown): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, 'total_pages') : null;
}
