const MOST_PIECES = 4;

/**
 * The pieces in which an order of so many is filled, one after the other: usually the whole. Whether and how it comes in two to four pieces
 * is a matter of the seed and of its id alone, so that a day can be had again.
 */
export function piecesOf(quantity: number, id: number, { partialFills, seed }: { readonly partialFills: number; readonly seed: number }): number[] {
  if (partialFills === 0 || quantity < 2 || chance(seed, id, 0) >= partialFills) return [quantity];
  const count = Math.min(quantity, 2 + Math.floor(chance(seed, id, 1) * (MOST_PIECES - 1)));
  const pieces: number[] = [];
  let left = quantity;
  for (let after = count - 1; after > 0; after -= 1) {
    const piece = 1 + Math.floor(chance(seed, id, 1 + after) * (left - after));
    pieces.push(piece);
    left -= piece;
  }
  return [...pieces, left];
}

/** 0 ≤ x < 1; the finaliser of MurmurHash3 */
function chance(seed: number, id: number, salt: number): number {
  let hash = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(id, 0x85ebca77) ^ Math.imul(salt + 1, 0xc2b2ae3d)) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
