import type { Strategy, StrategyState } from '../wire.js';
import { titleOf } from '../logic/schema-form.js';
import { RsiGauge } from './rsi-gauge.js';

/** The indicators of a strategy in one symbol: a gauge where there is an RSI with zones, else the values by name. */
export function IndicatorState({ strategy, state }: { strategy: Strategy; state: StrategyState }) {
  if (!state.warm) return <WarmUp state={state} />;
  const { rsi } = state.values;
  const { oversold, overbought } = strategy.parameters;
  const gauge = typeof rsi === 'number' && typeof oversold === 'number' && typeof overbought === 'number';
  // What only repeats a parameter stands among the settings.
  const values = Object.entries(state.values).filter(([name]) => !(name in strategy.parameters) && !(gauge && name === 'rsi'));
  return (
    <div className="flex flex-col gap-4">
      {gauge && <RsiGauge value={rsi} oversold={oversold} overbought={overbought} />}
      {values.length > 0 && (
        <dl className="grid grid-cols-2 gap-2">
          {values.map(([name, value]) => (
            <div key={name} className="rounded-field bg-base-200 px-3 py-2">
              <dt className="eyebrow">{titleOf(name)}</dt>
              <dd className="font-semibold">{value.toFixed(2)}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

function WarmUp({ state }: { state: StrategyState }) {
  const part = Math.min(100, (state.barsSeen / Math.max(1, state.barsNeeded)) * 100);
  return (
    <div className="flex flex-col gap-2 py-4">
      <p className="text-[13px]">
        Warming up: {state.barsSeen} of {state.barsNeeded} bars. It decides nothing before.
      </p>
      <div
        role="progressbar"
        aria-valuenow={state.barsSeen}
        aria-valuemin={0}
        aria-valuemax={state.barsNeeded}
        aria-label="Warm-up"
        className="h-1.5 overflow-hidden rounded-full bg-base-300"
      >
        <div className="h-full rounded-full bg-primary" style={{ width: `${part}%` }} />
      </div>
    </div>
  );
}
