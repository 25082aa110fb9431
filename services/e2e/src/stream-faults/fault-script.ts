import { uniform } from '@sofi/tape';

/**
 * What goes wrong with the market stream: drop, the socket is reset · half-open, the other end is gone and says nothing · stall, the socket lives and answers pings,
 * but trades no longer come · session-lost, Tradier knows the session no more · duplicate, prints again · reorder, prints in another order, within the
 * grace · late, a print long after its bar · noise, malformed, empty, unknown and old messages between the good ones · lost, prints never said on a healthy socket.
 */
export const FAULTS = ['drop', 'half-open', 'stall', 'session-lost', 'duplicate', 'reorder', 'late', 'noise', 'lost'] as const;
export type FaultKind = (typeof FAULTS)[number];

export interface ScriptedFault {
  readonly kind: FaultKind;
  /** trades told well before it */
  readonly healthy: number;
  /** trades that it touches: lost, repeated, or told in another order */
  readonly touched: number;
}

/** The same faults for the same seed, spread over all trades of the day. */
export function faultScript(seed: number, faults: number, trades: number): readonly ScriptedFault[] {
  const share = trades / faults;
  let [at, given] = [0, 0];
  return Array.from({ length: faults }, (_, index) => {
    at = Math.floor((index + 1) * share);
    const room = Math.max(0, at - given);
    const touched = Math.min(room, 1 + Math.floor(uniform(seed, 0, index) * room));
    given += room;
    return { kind: FAULTS[Math.floor(uniform(seed, 1, index) * FAULTS.length)] ?? 'drop', healthy: room - touched, touched };
  });
}
