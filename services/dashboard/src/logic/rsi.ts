/**
 * Wilder's RSI of a series of closes, for drawing. The first `period` places have none; a series that never moves
 * has no strength either way and reads 50. Numbers in, numbers out: 0 to 100, not rounded.
 */
export function rsiOf(closes: readonly number[], period: number): (number | undefined)[] {
  let gain = 0;
  let loss = 0;
  return closes.map((close, index) => {
    if (index === 0) return undefined;
    const change = close - (closes[index - 1] ?? close);
    const weight = index <= period ? 1 : period - 1;
    gain = (index <= period ? gain : (gain * weight) / period) + Math.max(change, 0) / period;
    loss = (index <= period ? loss : (loss * weight) / period) + Math.max(-change, 0) / period;
    if (index < period) return undefined;
    return gain + loss === 0 ? 50 : (100 * gain) / (gain + loss);
  });
}
