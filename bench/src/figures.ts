/** The value below which this share of all lies (nearest rank); NaN of none. */
export function quantile(values: Iterable<number>, share: number): number {
  const sorted = Float64Array.from(values).toSorted();
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Three significant digits are all that a shared machine can repeat. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
