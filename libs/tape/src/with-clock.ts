import { GRACE_MS, type ClockTick, type MarketEvent, type Quote, type SessionCalendar, type Trade } from '@sofi/domain';
import { closeOfMinute, minuteStepAfter, stepAt } from './market-steps.js';

export interface ClockSteps {
  /** how often the clock is told where something happened, ms; 1000 by default */
  readonly stepMs?: number;
  /** after each full minute, ms, a multiple of stepMs: when the minute's bars close; 2000 by default */
  readonly graceMs?: number;
  readonly paced?: boolean;
  /** where given, minutes in which nothing happened and the exchange was closed are passed over */
  readonly calendar?: SessionCalendar;
}

/**
 * The events with the market's clock among them: after every whole step that had events, and at every minute + grace. A tick at T stands
 * behind all events up to and including T. After the last event the clock runs on until that event's minute can be closed.
 */
export function* withClock(events: Iterable<Trade | Quote>, steps: ClockSteps = {}): Iterable<MarketEvent> {
  const { stepMs = 1000, graceMs = GRACE_MS, paced = false, calendar } = steps;
  let newest: number | undefined;
  let due = Number.POSITIVE_INFINITY;
  for (const event of events) {
    const time = event.exchangeTime;
    for (; newest !== undefined && due < time; due = minuteStepAfter(due, newest, calendar, graceMs)) yield tick(due, paced);
    if (newest === undefined) due = minuteStepAfter(time - 1, time, calendar, graceMs);
    newest = time;
    due = Math.min(due, stepAt(time, stepMs));
    yield event;
  }
  if (newest === undefined) return;
  for (; due <= closeOfMinute(newest, graceMs); due = minuteStepAfter(due, newest, calendar, graceMs)) yield tick(due, paced);
}

function tick(time: number, paced: boolean): ClockTick {
  return { kind: 'clock', time, paced };
}
