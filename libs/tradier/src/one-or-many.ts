import { z } from 'zod';

/**
 * Tradier folds a list of one into its only element, and an empty list into `null` or `"null"`:
 * `{ key: T[] } | { key: T } | null | "null"` → `T[]`.
 * A missing holder or key is malformed: what was not said must never be read as "none".
 */
export function oneOrMany<T extends z.ZodType>(key: string, element: T) {
  return z
    .custom<unknown>((holder) => isNothing(holder) || hasKey(holder, key), `has no ${key}`)
    .transform((holder) => listOf(hasKey(holder, key) ? Reflect.get(holder, key) : null))
    .pipe(z.array(element));
}

/** The list itself, where its key may be missing: `T[] | T | null | "null" | undefined` → `T[]`. */
export function folded<T extends z.ZodType>(element: T) {
  return z.unknown().optional().transform(listOf).pipe(z.array(element));
}

/** nothing → [], one → [one], many → many. */
export function listOf(value: unknown): unknown[] {
  if (isNothing(value) || value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isNothing(value: unknown): boolean {
  return value === null || value === 'null';
}

function hasKey(holder: unknown, key: string): holder is object {
  return typeof holder === 'object' && holder !== null && key in holder;
}
