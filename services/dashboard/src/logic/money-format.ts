/** U+2212 lines up with digits, the hyphen does not. */
const MINUS = '\u2212';
export const NOTHING = '\u2013';

const cents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const subDollar = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 4 });
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `$1,234.50`; below a dollar up to four decimals, as exchanges quote it. A dash where there is no number. */
export function money(dollars: number | null | undefined): string {
  if (dollars === null || dollars === undefined) return NOTHING;
  const digits = Math.abs(dollars) < 1 ? subDollar : cents;
  return `${dollars < 0 ? MINUS : ''}$${digits.format(Math.abs(dollars))}`;
}

/** `+$3.20`, `−$0.15`; zero has no sign. */
export function signedMoney(dollars: number | null | undefined): string {
  if (dollars === null || dollars === undefined) return NOTHING;
  return dollars > 0 ? `+${money(dollars)}` : money(dollars);
}

/** `+1.25 %`; takes percent, not a rate. */
export function signedPercent(percent: number | null | undefined): string {
  if (percent === null || percent === undefined) return NOTHING;
  const text = `${cents.format(Math.abs(percent))} %`;
  if (text === '0.00 %') return text;
  return `${percent > 0 ? '+' : MINUS}${text}`;
}

/** `61.5 %` of a rate from 0 to 1. */
export function rate(value: number | null | undefined): string {
  return value === null || value === undefined ? NOTHING : `${(value * 100).toFixed(1)} %`;
}

/** `12.4M`, `880.1K`, `950`. */
export function compact(count: number | null | undefined): string {
  if (count === null || count === undefined) return NOTHING;
  for (const [size, letter] of [
    [1e9, 'B'],
    [1e6, 'M'],
    [1e3, 'K'],
  ] as const) {
    if (count >= size) return `${(count / size).toFixed(1)}${letter}`;
  }
  return whole.format(count);
}

export function shares(count: number): string {
  return whole.format(count).replace('-', MINUS);
}

export type Tone = 'up' | 'down' | 'flat';
export function toneOf(value: number | null | undefined): Tone {
  if (!value) return 'flat';
  return value > 0 ? 'up' : 'down';
}
