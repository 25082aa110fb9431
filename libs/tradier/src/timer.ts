import type { Clock } from '@sofi/domain';

/** Calls `action` every so many ms until the answer is called. */
export type Every = (ms: number, action: () => void) => () => void;

export const every: Every = (ms, action) => {
  const timer = setInterval(action, ms);
  return () => clearInterval(timer);
};

export const SYSTEM_CLOCK: Clock = { now: () => Date.now() };
