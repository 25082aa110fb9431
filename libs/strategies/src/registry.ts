import { rsiMeanReversion } from './rsi-mean-reversion.js';
import type { StrategyType } from './strategy.js';

/** Every kind of strategy there is, by its name on the wire. A new one is one line here. */
export const strategyTypes: ReadonlyMap<string, StrategyType> = new Map([rsiMeanReversion].map((one) => [one.type, one]));
