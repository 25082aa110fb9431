import { arc, needle, zoneOf, type Zone } from '../logic/gauge-arc.js';
import { Badge, type BadgeTone } from './badge.js';

const ZONES: Record<Zone, { words: string; tone: BadgeTone }> = {
  oversold: { words: 'Oversold', tone: 'good' },
  neutral: { words: 'Neutral', tone: 'quiet' },
  overbought: { words: 'Overbought', tone: 'bad' },
};
const RADIUS = 80;

/** The RSI now, over the zones of this strategy's own parameters. */
export function RsiGauge({ value, oversold, overbought }: { value: number; oversold: number; overbought: number }) {
  const zone = zoneOf(value, oversold, overbought);
  return (
    <div data-testid="rsi-gauge" className="flex flex-col items-center gap-1">
      <svg viewBox="0 0 200 124" className="w-full max-w-72" role="img" aria-label={`RSI ${value.toFixed(2)}, ${zone}; oversold below ${oversold}, overbought above ${overbought}`}>
        <g fill="none" strokeWidth="14">
          <path d={arc(0, oversold, RADIUS)} className="stroke-success/70" />
          <path d={arc(oversold, overbought, RADIUS)} className="stroke-base-300" />
          <path d={arc(overbought, 100, RADIUS)} className="stroke-error/70" />
        </g>
        <path d={needle(value, 52, 92)} className="stroke-base-content" strokeWidth="3.5" strokeLinecap="round" />
        <text x="100" y="94" textAnchor="middle" className="fill-base-content text-[30px] font-semibold">
          {value.toFixed(1)}
        </text>
        <g className="fill-soft text-[10px]">
          <text x="20" y="116" textAnchor="middle">
            0
          </text>
          <text x="180" y="116" textAnchor="middle">
            100
          </text>
        </g>
      </svg>
      <div className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 text-xs text-soft">
        <span>
          buys below <b className="text-success">{oversold}</b>
        </span>
        <Badge tone={ZONES[zone].tone}>{ZONES[zone].words}</Badge>
        <span>
          sells above <b className="text-error">{overbought}</b>
        </span>
      </div>
    </div>
  );
}
