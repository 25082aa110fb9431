/**
 * What a strategy wants after a bar. Always with a reason in words and the values behind it.
 * Percentages are of the entry price; where they are left out, the strategy's risk settings decide.
 */
export type Signal =
  | {
      readonly kind: 'enter';
      readonly side: 'long';
      readonly stopLossPct?: number;
      readonly takeProfitPct?: number;
      readonly reason: string;
      readonly values: Values;
    }
  | { readonly kind: 'exit'; readonly reason: string; readonly values: Values }
  | { readonly kind: 'hold'; readonly reason: string; readonly values: Values };

/** Indicator values and thresholds by name, in the units of the indicator. */
export type Values = Readonly<Record<string, number>>;
