/** What one strategy may risk. Percentages are whole percent (2 is 2 %). */
export interface RiskSettings {
  /** of the account's buying power, for each position */
  readonly positionSizePct: number;
  readonly stopLossPct: number;
  readonly takeProfitPct: number;
  readonly maxPositions: number;
  readonly maxPositionsPerSymbol: number;
  /** of equity at the start of the New York day, realised and open */
  readonly maxDailyLossPct: number;
  /** after an exit, before the next entry in the same symbol */
  readonly cooldownMinutes: number;
}

export const DEFAULT_RISK: RiskSettings = {
  positionSizePct: 10,
  stopLossPct: 2,
  takeProfitPct: 5,
  maxPositions: 3,
  maxPositionsPerSymbol: 1,
  maxDailyLossPct: 3,
  cooldownMinutes: 15,
};
