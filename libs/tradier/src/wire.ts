import { z } from 'zod';
import { TradierError } from './tradier-error.js';

/** Tradier writes numbers as numbers or as text, with any count of zeros (`1.00000000`, `0E-8`). */
export const figure = z.union([z.number(), z.string().trim().min(1).transform(Number).pipe(z.number())]);

const UNKNOWN: ReadonlySet<unknown> = new Set(['null', 'NaN', '', undefined]);
/** absent, null, "null" and "NaN" all say: nothing known */
const orNull = <T extends z.ZodType>(known: T) => z.preprocess((value) => (UNKNOWN.has(value) ? null : value), known.nullable());

export const perhaps = orNull(figure);
export const figureOrZero = perhaps.transform((value) => value ?? 0);
export const id = z.union([z.number().int(), z.string().min(1)]).transform(String);
export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
export const perhapsFlag = orNull(flag);
export const perhapsText = orNull(z.string());

/** `2018-06-01T12:02:29.682Z` → ms since the epoch */
export const instant = z
  .string()
  .transform((text) => Date.parse(text))
  .pipe(z.number());
export const perhapsInstant = orNull(instant);
/** `1557408600`, seconds → whole ms since the epoch */
export const seconds = figure.transform((value) => Math.round(value * 1000));
/** A calendar day, alone or dressed up as midnight UTC (`2018-05-23T00:00:00Z`) → `YYYY-MM-DD`. */
export const day = z
  .string()
  .transform((text) => text.replace(/T00:00:00(\.0+)?Z?$/, ''))
  .pipe(z.iso.date());
export const perhapsDay = orNull(day);

/** A set of words that may grow: the known ones are offered, others pass. */
export type OpenWord<Known extends string> = Known | (string & Record<never, never>);
export const word = <Known extends string>() => z.string().transform((text): OpenWord<Known> => text);
export const perhapsWord = <Known extends string>() => perhapsText.transform((text): OpenWord<Known> | null => text);

export const streamAnswer = z.object({ stream: z.object({ url: z.url(), sessionid: z.string().min(1) }) });
/** what the simulator says of its market; a replay has symbols of its own, a made market any */
export const simulatorAnswer = z.looseObject({ market: z.enum(['generated', 'replay']), symbols: z.array(z.string()) });

/** The answer in its schema's shape; one that does not fit is `unavailable`: it tells nothing that could be relied on. */
export function shaped<T extends z.ZodType>(schema: T, content: unknown, what: string): z.output<T> {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  throw new TradierError('unavailable', `Tradier's ${what} can not be understood: ${z.prettifyError(result.error).slice(0, 300)}`);
}
