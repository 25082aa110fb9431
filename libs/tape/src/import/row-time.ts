import { atNewYork, dateOf, RuleError } from '@sofi/domain';

const SECONDS = /^\d{9,10}$/;
const MILLISECONDS = /^\d{12,13}$/;
const COMPACT_DATE = /^(\d{4})(\d{2})(\d{2})$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const WALL_CLOCK = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?$/;
const WITH_ZONE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*(?:Z|[+-]\d{2}:?\d{2})$/i;
const DAY_MS = 86_400_000;

/** True for a day without a time: `2024-01-02`, `20240102`. */
export function isDate(text: string): boolean {
  return DATE.test(text) || COMPACT_DATE.test(text);
}

/** Epoch seconds or milliseconds, ISO 8601 with a zone, or New York's wall clock without one → ms since the epoch. Throws a RuleError. */
export function timeOfRow(text: string): number {
  if (SECONDS.test(text)) return Number(text) * 1000;
  if (MILLISECONDS.test(text)) return Number(text);
  const wall = WALL_CLOCK.exec(text);
  if (wall) return atNewYork(wall[1]!, wall[2]!) + Number(wall[3] ?? 0) * 1000 + Number((wall[4] ?? '').padEnd(3, '0'));
  const time = WITH_ZONE.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new RuleError('time', text, 'must be ISO 8601, YYYY-MM-DD HH:MM of New York, or seconds or milliseconds since 1970');
  return time;
}

/**
 * The New York day of a daily row, `YYYY-MM-DD`. Midnight in UTC stands for the day that begins there, as in most dumps of daily bars, though in New York it is
 * still the evening before.
 */
export function dateOfRow(text: string): string {
  const compact = COMPACT_DATE.exec(text);
  if (compact) return `${compact[1]}-${compact[2]}-${compact[3]}`;
  if (DATE.test(text)) return text;
  const time = timeOfRow(text);
  return time % DAY_MS === 0 ? new Date(time).toISOString().slice(0, 10) : dateOf(time);
}
