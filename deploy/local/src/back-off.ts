/** A program that lived this long was well: the next crash counts as the first. */
export const CALM_MS = 60_000;

const FIRST_MS = 250;
const LONGEST_MS = 15_000;

/** How long to wait before the next start: at once after the first crash (a quarter of a second), doubling to 15 s. */
export function backOff(crashesInARow: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.max(0, crashesInARow - 1));
}

/** Crashes in a row after one more, which ended a run of `livedMs`. */
export function countCrash(crashesInARow: number, livedMs: number): number {
  return livedMs >= CALM_MS ? 1 : crashesInARow + 1;
}
