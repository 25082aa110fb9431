import { dollars, type Bar, type Condition, type Signal, type Values } from '@sofi/domain';
import { Rsi } from '@sofi/indicators';
import { z } from 'zod';
import type { Strategy, StrategyType, StrategyView } from './strategy.js';

const level = () => z.number().gt(0).lt(100);
const parameters = z
  .object({
    period: z.number().int().min(2).max(200).default(14).meta({ title: 'RSI period', description: 'bars that the index looks back on; 14 is standard' }),
    oversold: level().default(30).meta({ title: 'Oversold', description: 'buy when the RSI is below this; 30 is standard, 20 is stricter' }),
    overbought: level().default(70).meta({ title: 'Overbought', description: 'sell when the RSI is above this; 70 is standard, 80 is stricter' }),
  })
  .check(({ value, issues }) => {
    const { oversold, overbought } = value;
    if (oversold >= overbought) issues.push({ code: 'custom', path: ['oversold'], input: oversold, message: `oversold ${oversold} must be below overbought ${overbought}` });
  });
type Parameters = z.output<typeof parameters>;

export const rsiMeanReversion: StrategyType = {
  type: 'rsi-mean-reversion',
  title: 'RSI mean reversion',
  description: 'Buys when the Relative Strength Index says oversold and sells when it says overbought: what fell too far tends to come back. Long only.',
  parameters,
  create: (given) => new RsiMeanReversion(parameters.parse(given)),
};

class RsiMeanReversion implements Strategy {
  readonly warmUpBars: number;
  private readonly rsi: Rsi;
  private seen = 0;

  constructor(private readonly levels: Parameters) {
    this.rsi = new Rsi(levels.period);
    this.warmUpBars = this.rsi.warmUp;
  }

  warmUp(bar: Bar): void {
    this.rsi.next(dollars(bar.close));
    this.seen += 1;
  }

  onBar(bar: Bar, view: StrategyView): Signal {
    this.warmUp(bar);
    const rsi = this.rsi.value;
    const values = this.values();
    if (rsi === undefined) return { kind: 'hold', reason: `${this.seen} of ${this.warmUpBars} bars seen: the RSI is not known yet`, values };
    if (holds(view)) return this.judgeExit(rsi, values);
    return this.judgeEntry(rsi, view, values);
  }

  values(): Values {
    const { oversold, overbought } = this.levels;
    const rsi = this.rsi.value;
    return rsi === undefined ? { oversold, overbought } : { rsi, oversold, overbought };
  }

  isWarm(): boolean {
    return this.rsi.value !== undefined;
  }

  barsSeen(): number {
    return this.seen;
  }

  conditions(view: StrategyView): Condition[] {
    const rsi = this.rsi.value;
    const { oversold } = this.levels;
    const held = view.position?.netQuantity ?? 0;
    return [
      {
        name: 'RSI signal',
        met: rsi !== undefined && rsi < oversold,
        detail: rsi === undefined ? `${this.seen} of ${this.warmUpBars} bars seen` : `RSI ${inWords(rsi, oversold)} is ${place(rsi, oversold)} oversold ${oversold}`,
      },
      { name: 'No open position', met: held === 0, detail: held === 0 ? 'ready to open a position' : `${held} shares are held` },
      { name: 'No working order', met: !view.orderWorking, detail: view.orderWorking ? 'an order is being worked' : 'no order is being worked' },
    ];
  }

  private judgeEntry(rsi: number, view: StrategyView, values: Values): Signal {
    const { oversold } = this.levels;
    const reason = `RSI ${inWords(rsi, oversold)} is ${place(rsi, oversold)} oversold ${oversold}`;
    if (rsi >= oversold) return { kind: 'hold', reason, values };
    if (view.orderWorking) return { kind: 'hold', reason: `${reason}, but an order is still being worked`, values };
    return { kind: 'enter', side: 'long', reason, values };
  }

  /** A working order does not keep it from asking out: whether that order is an exit already is for the gate to know. */
  private judgeExit(rsi: number, values: Values): Signal {
    const { overbought } = this.levels;
    const reason = `RSI ${inWords(rsi, overbought)} is ${place(rsi, overbought)} overbought ${overbought}`;
    if (rsi <= overbought) return { kind: 'hold', reason: `${reason}: the position is kept`, values };
    return { kind: 'exit', reason, values };
  }
}

function holds(view: StrategyView): boolean {
  return (view.position?.netQuantity ?? 0) !== 0;
}

function place(rsi: number, threshold: number): 'below' | 'at' | 'above' {
  return rsi < threshold ? 'below' : rsi > threshold ? 'above' : 'at';
}

/** One decimal; more where one would hide on which side of the threshold it lies (29.98 is below 30, "30.0" is not). */
function inWords(rsi: number, threshold: number): string {
  for (let digits = 1; digits < 12; digits++) {
    const text = rsi.toFixed(digits);
    if (place(Number(text), threshold) === place(rsi, threshold)) return text;
  }
  return String(rsi);
}
