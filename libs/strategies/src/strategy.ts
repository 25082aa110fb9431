import type { Bar, Condition, Position, Signal, Values } from '@sofi/domain';
import type { z } from 'zod';

/** What a strategy knows of its own book in the bar's symbol. */
export interface StrategyView {
  readonly position: Position | undefined;
  /** an order of ours is not finished yet */
  readonly orderWorking: boolean;
}

/** One strategy on one symbol. It answers a question; it sends nothing, knows no clock and no account. */
export interface Strategy {
  /** bars it needs before its first decision */
  readonly warmUpBars: number;
  /** a bar from before it was started: learned from, not decided on */
  warmUp(bar: Bar): void;
  onBar(bar: Bar, view: StrategyView): Signal;
  /** indicator values and thresholds now, for gauges; without a value while it is not warm */
  values(): Values;
  isWarm(): boolean;
  barsSeen(): number;
  /** the entry checklist as of the last bar */
  conditions(view: StrategyView): Condition[];
}

/** A kind of strategy: its words, its parameters (a form is drawn from the schema), and how to make one. */
export interface StrategyType {
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly parameters: z.ZodType<object>;
  /** Throws a ZodError that names every bad parameter. */
  create(parameters: unknown): Strategy;
}
