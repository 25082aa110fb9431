/** ms: doubles with each failure in a row up to the longest, and is shortened at random by up to half, so that many do not come at once. */
export function backoff(failures: number, first: number, longest: number, random: () => number): number {
  return Math.min(first * 2 ** failures, longest) * (0.5 + random() / 2);
}
