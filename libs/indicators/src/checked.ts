import type { State } from './indicator.js';

/** A parameter that counts bars. Throws a RangeError on what does not. */
export function length(name: string, value: number, atLeast = 1): number {
  if (!Number.isInteger(value) || value < atLeast) throw new RangeError(`${name} ${value} must be a whole number of at least ${atLeast}`);
  return value;
}

export function numberOf(state: State, name: string): number {
  const value = state[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new RangeError(`state ${name} ${String(value)} must be a number`);
  return value;
}

export function countOf(state: State, name: string): number {
  return length(`state ${name}`, numberOf(state, name), 0);
}

export function numbersOf(state: State, name: string): number[] {
  const values = state[name];
  if (!Array.isArray(values)) throw new RangeError(`state ${name} must be a list of numbers`);
  return values.map((_, index) => numberOf({ [name]: values[index] as unknown }, name));
}

/** The state of a part, saved under its name. */
export function partOf(state: State, name: string): State {
  const part = state[name];
  if (typeof part !== 'object' || part === null) throw new RangeError(`state ${name} must be an object`);
  return part as State;
}
