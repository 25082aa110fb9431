/** Positions that belong together for their owner. */
export interface PositionGroup {
  readonly label: string;
  readonly symbols: readonly string[];
}
