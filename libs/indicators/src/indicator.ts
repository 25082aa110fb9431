/** What a bar is to an indicator: dollars and shares, as statistics. */
export interface Candle {
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

/** Everything an indicator remembers, as plain JSON. */
export type State = Readonly<Record<string, unknown>>;

/**
 * Numbers in, number out, a constant amount of work each. Nothing is rounded. `value` is undefined until `warmUp` inputs have been seen: there is no
 * provisional answer.
 */
export interface Indicator<Input, Output> {
  /** how many inputs the first value needs */
  readonly warmUp: number;
  readonly value: Output | undefined;
  next(input: Input): Output | undefined;
  /** what `next` would answer, without remembering it: for the bar that is still forming */
  peek(input: Input): Output | undefined;
  /** for a checkpoint; survives JSON */
  save(): State;
  /** takes up a state of an indicator with the same parameters */
  restore(state: State): void;
}
