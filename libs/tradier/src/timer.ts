import type { Clock } from '@sofi/domain';

/** Calls `action` every so many ms until the answer is called. */
export type Every = (ms: number, action: () => void) => () => void;

/** Calls `action` once after so many ms, unless the answer is called before. */
export type After = (ms: number, action: () => void) => () => void;

export const every: Every = (ms, action) => {
  const timer = setInterval(action, ms);
  return () => clearInterval(timer);
};

export const after: After = (ms, action) => {
  const timer = setTimeout(action, ms);
  return () => clearTimeout(timer);
};

export const SYSTEM_CLOCK: Clock = { now: () => Date.now() };

/** What a feed knows of time; a test gives its own. */
export interface Timers {
  readonly clock: Clock;
  readonly every: Every;
  readonly after: After;
}
export const SYSTEM_TIMERS: Timers = { clock: SYSTEM_CLOCK, every, after };
