import type { Bar } from '../wire.js';

/** Has at most the last bar changed and one more come behind it? A bar further back is revised, or put in, when trades that were missing are known. */
export function onlyEndMoved(before: readonly Bar[], bars: readonly Bar[]): boolean {
  const end = before.length - 1;
  if (end < 0 || bars.length < before.length || bars.length > before.length + 1) return false;
  return bars[end]!.time === before[end]!.time && before.slice(0, -1).every((bar, index) => bar === bars[index]);
}
