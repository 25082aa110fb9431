import { z } from 'zod';
import { oneOrMany } from '../one-or-many.js';
import { perhapsText } from '../wire.js';

const named = { id: z.string(), name: z.string(), public_id: perhapsText };
const summary = z.object(named);
export type WireWatchlistName = z.output<typeof summary>;
export const watchlistsAnswer = z.object({ watchlists: oneOrMany('watchlist', summary) });

/** `id` of an item is its symbol in lower case */
const item = z.object({ symbol: z.string(), id: perhapsText });
const watchlist = z.object({
  ...named,
  // a list that is new and empty has no items at all
  items: z
    .unknown()
    .optional()
    .transform((items): unknown => items ?? null)
    .pipe(oneOrMany('item', item)),
});
export type WireWatchlist = z.output<typeof watchlist>;
export const watchlistAnswer = z.object({ watchlist });
