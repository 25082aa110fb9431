import { z } from 'zod';
import { oneOrMany } from '../one-or-many.js';
import { figure, perhaps, perhapsWord } from '../wire.js';
import { quote } from './quotes.js';

export const chainAnswer = z.object({ options: oneOrMany('option', quote) });
export const strikesAnswer = z.object({ strikes: oneOrMany('strike', figure) });

/** What was not asked for is null. */
const expiration = z.object({
  date: z.iso.date(),
  contract_size: perhaps,
  expiration_type: perhapsWord<'standard' | 'weeklys' | 'quarterlys' | 'eom'>(),
  strikes: oneOrMany('strike', figure)
    .optional()
    .transform((strikes) => strikes ?? null),
});
export type WireExpiration = z.output<typeof expiration>;
const bareDate = z.iso.date().transform((date) => expiration.parse({ date }));
/** Bare dates where no detail was asked for, objects otherwise: here always objects. */
export const expirationsAnswer = z.object({ expirations: z.union([oneOrMany('expiration', expiration), oneOrMany('date', bareDate)]) });

const root = z.object({ rootSymbol: z.string(), options: z.array(z.string()) });
export type WireRoot = z.output<typeof root>;
/** a real list, which is never folded */
export const lookupAnswer = z.object({ symbols: z.preprocess((value) => (value === null || value === 'null' ? [] : value), z.array(root)) });
