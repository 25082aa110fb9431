import type { Indicator } from './indicator.js';

/** One step forward and back again: the answer without the memory of it. */
export function peeked<Input, Output>(indicator: Indicator<Input, Output>, input: Input): Output | undefined {
  const state = indicator.save();
  const value = indicator.next(input);
  indicator.restore(state);
  return value;
}
