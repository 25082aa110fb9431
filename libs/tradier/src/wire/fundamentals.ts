import { z } from 'zod';
import { folded } from '../one-or-many.js';
import { perhapsText } from '../wire.js';

/** Morningstar's fields, of which no list is complete: acronyms are cut by underscores (`r_o_e`), dates are `YYYY-MM-DD`, any value may be null. */
export type FundamentalRow = Readonly<Record<string, unknown>>;

const row = z.record(z.string(), z.unknown());
/** nothing → no rows, a folded row → one; a description is a text */
const table = z.union([z.string().refine((text) => text !== 'null'), folded(row)]);
/** `id` is Morningstar's; a symbol has a result for the company and one for each of its shares */
const result = z.object({ type: z.string(), id: perhapsText, tables: z.record(z.string(), table) });
const entry = z.object({ request: z.string(), type: perhapsText, results: folded(result), error: perhapsText });
export type WireFundamentals = z.output<typeof entry>;
export const fundamentalsAnswer = z.array(entry);
