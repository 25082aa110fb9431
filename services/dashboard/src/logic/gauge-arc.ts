/** A half circle from 180° (value 0) to 0° (value 100), on a box of 200 × 112 with its centre at (100, 100). */
const CENTRE = 100;

function pointAt(value: number, radius: number): string {
  const angle = Math.PI * (1 - Math.min(100, Math.max(0, value)) / 100);
  return `${(CENTRE + radius * Math.cos(angle)).toFixed(2)} ${(CENTRE - radius * Math.sin(angle)).toFixed(2)}`;
}

/** The stroke from one value to another, as an SVG path. */
export function arc(from: number, to: number, radius: number): string {
  return `M ${pointAt(from, radius)} A ${radius} ${radius} 0 0 1 ${pointAt(to, radius)}`;
}

export function needle(value: number, inner: number, outer: number): string {
  return `M ${pointAt(value, inner)} L ${pointAt(value, outer)}`;
}

export type Zone = 'oversold' | 'neutral' | 'overbought';
/** Exactly on a threshold is not beyond it. */
export function zoneOf(value: number, oversold: number, overbought: number): Zone {
  if (value < oversold) return 'oversold';
  return value > overbought ? 'overbought' : 'neutral';
}
