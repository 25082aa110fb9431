import { cash, type Cash, type Price } from '@sofi/domain';
import type { ValueTransformer } from 'typeorm';

/** Millionths → the text of a numeric(20,6); exact, as a float on the way would not be. */
export function decimalOf(micros: number): string {
  const digits = String(Math.abs(micros)).padStart(7, '0');
  return `${micros < 0 ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/** The text of a numeric(20,6) → millionths. Postgres always writes the six decimals. */
export function cashOf(decimal: string): Cash {
  return Number(decimal.replace('.', '')) as Cash;
}

export function priceOf(decimal: string): Price {
  return Number(decimal.replace('.', '')) as Price;
}

/** A bigint column that holds ms or a sequence, both far below 2^53. The driver hands out text. */
export const integer: ValueTransformer = {
  to: (value: unknown) => value,
  from: (text: string | null) => (text === null ? null : Number(text)),
};

/** A numeric(20,6) column of dollars. */
export const dollarAmount: ValueTransformer = {
  to: (value: number | null) => (value === null ? null : decimalOf(cash(value))),
  from: (text: string | null) => (text === null ? null : Number(text)),
};
