import { GRACE_MS, type SessionCalendar } from '@sofi/domain';

const MINUTE = 60_000;

/** The first whole step that is not before `time`. */
export function stepAt(time: number, stepMs: number): number {
  return Math.ceil(time / stepMs) * stepMs;
}

/** The first minute + grace that is not before `time`. */
export function minuteStepAt(time: number, graceMs: number = GRACE_MS): number {
  return Math.ceil((time - graceMs) / MINUTE) * MINUTE + graceMs;
}

/** The minute + grace that closes the minute of an event at `time`. */
export function closeOfMinute(time: number, graceMs: number = GRACE_MS): number {
  return Math.floor(time / MINUTE) * MINUTE + MINUTE + graceMs;
}

/**
 * The first minute + grace after `told` that somebody waits for: an event (the newest was at `newest`) or a minute of an open exchange
 * lies before it. Without a calendar every minute counts; with one, a weekend passes in one step. Infinity where nothing opens again.
 */
export function minuteStepAfter(told: number, newest: number, calendar?: SessionCalendar, graceMs: number = GRACE_MS): number {
  const due = minuteStepAt(told + 1, graceMs);
  const minute = due - graceMs - MINUTE;
  if (!calendar || newest >= minute || calendar.at(minute)) return due;
  const next = calendar.next(minute);
  return next ? closeOfMinute(next.open, graceMs) : Number.POSITIVE_INFINITY;
}
