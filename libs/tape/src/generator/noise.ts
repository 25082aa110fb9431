/**
 * Randomness without a state: a number for a place, always the same. That is what lets a made market be looked at anywhere,
 * in any order, in any process, and be the same market.
 */

/** Seed, stream and index → [0, 1). */
export function uniform(seed: number, stream: number, index: number): number {
  let hash = (seed ^ Math.imul(stream + 0x9e37, 0x85ebca6b)) >>> 0;
  hash = Math.imul(hash ^ (index | 0), 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15) ^ Math.floor(index / 0x1_0000_0000), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) / 0x1_0000_0000;
}

/** A smooth curve through a random height in [-1, 1] at each whole place. */
export function wave(seed: number, stream: number, place: number): number {
  const left = Math.floor(place);
  const part = place - left;
  const from = uniform(seed, stream, left) * 2 - 1;
  const to = uniform(seed, stream, left + 1) * 2 - 1;
  return from + (to - from) * part * part * (3 - 2 * part);
}

/** A smooth curve that turns at each whole place: up to a random height in [0.4, 1], down to one in [-1, -0.4], and so on. */
export function tide(seed: number, stream: number, place: number): number {
  const left = Math.floor(place);
  const part = place - left;
  const sign = left % 2 === 0 ? 1 : -1;
  const from = sign * (0.4 + 0.6 * uniform(seed, stream, left));
  const to = -sign * (0.4 + 0.6 * uniform(seed, stream, left + 1));
  return from + (to - from) * part * part * (3 - 2 * part);
}

/** Text → seed. */
export function seedOf(seed: number, text: string): number {
  let hash = seed >>> 0;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash;
}
