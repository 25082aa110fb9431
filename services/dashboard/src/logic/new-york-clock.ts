const ZONE = 'America/New_York';
const time = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', second: '2-digit' });
const minute = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-US', { timeZone: ZONE, month: 'short', day: 'numeric' });
const fullDay = new Intl.DateTimeFormat('en-US', { timeZone: ZONE, weekday: 'short', month: 'short', day: 'numeric', year: 'numeric' });

/** `09:31:04`, New York. Exchange times are told in the exchange's own clock everywhere. */
export const timeOfDay = (ms: number): string => time.format(ms);
export const minuteOfDay = (ms: number): string => minute.format(ms);
/** `Oct 7 09:31:04` */
export const dayAndTime = (ms: number): string => `${day.format(ms)} ${time.format(ms)}`;
export const dayOf = (ms: number): string => day.format(ms);
/** `Mon, Oct 7, 2013` */
export const dateOf = (ms: number): string => fullDay.format(ms);

/**
 * The chart draws its axis in UTC and knows no zones: shifted so, the axis reads New York time.
 * Seconds, as the chart wants them.
 */
export function chartTime(ms: number): number {
  return Math.floor((ms + offsetAt(ms)) / 1000);
}

const parts = new Intl.DateTimeFormat('en-US', { timeZone: ZONE, timeZoneName: 'longOffset' });
const offsets = new Map<number, number>();
const HALF_HOUR = 1_800_000;

/** The zone changes on the half hour at the finest, so one answer holds for all of it. */
function offsetAt(ms: number): number {
  const key = Math.floor(ms / HALF_HOUR);
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const name = parts.formatToParts(ms).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const found = /GMT([+-])(\d\d):(\d\d)/.exec(name);
  const offset = found ? (found[1] === '-' ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) * 60_000 : 0;
  offsets.set(key, offset);
  return offset;
}
