import { equitySymbol, type EquitySymbol } from '@sofi/domain';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SEQUENCE_LENGTH = 65_536;

/** So many different symbols of four letters. */
export function manySymbols(count: number): readonly EquitySymbol[] {
  return Array.from({ length: count }, (_, at) => {
    const letters = [at % 26, Math.floor(at / 26) % 26, Math.floor(at / 676) % 26].map((place) => LETTERS.charAt(place));
    return equitySymbol(`B${letters.join('')}`);
  });
}

/**
 * Which symbol trades when: the busiest a hundred times as often as the tenth of them, as on a real market (weights of 1/rank), the same in every run.
 * Repeated from its beginning when it is used up.
 */
export function tradingSequence(symbols: number): Uint16Array {
  const weights = Array.from({ length: symbols }, (_, rank) => 1 / (rank + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const sequence = new Uint16Array(SEQUENCE_LENGTH);
  let [rank, passed] = [0, weights[0] ?? 0];
  for (let at = 0; at < SEQUENCE_LENGTH; at += 1) {
    while (passed < ((at + 0.5) / SEQUENCE_LENGTH) * total && rank < symbols - 1) passed += weights[(rank += 1)] ?? 0;
    // 40,503 is odd, so every place of the power of two is taken once: spreads the ranks evenly over the sequence
    sequence[(at * 40_503) % SEQUENCE_LENGTH] = rank;
  }
  return sequence;
}
