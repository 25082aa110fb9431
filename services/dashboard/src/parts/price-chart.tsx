import {
  CandlestickSeries,
  ColorType,
  createChart,
  createSeriesMarkers,
  CrosshairMode,
  HistogramSeries,
  LineSeries,
  LineStyle,
  type IChartApi,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type Time,
  type UTCTimestamp,
} from 'lightweight-charts';
import { useEffect, useRef, useState } from 'react';
import { useTheme } from '../data/theme.js';
import { onlyEndMoved } from '../logic/end-moved.js';
import { chartTime } from '../logic/new-york-clock.js';
import type { FillMark } from '../logic/fill-marks.js';
import { rsiOf } from '../logic/rsi.js';
import type { Bar } from '../wire.js';
import { ChartLegend } from './chart-legend.js';

const PERIOD = 14;
const COMFORTABLE_BAR_PX = 7;
/** The chart draws on a canvas and reads no CSS, so its colours stand here. */
const PALETTES = {
  dark: { text: '#9aa4b2', grid: '#252c36', up: '#35c48d', down: '#f0666e', line: '#8b9cf7', faint: '#4b5563', edge: '#323a46' },
  light: { text: '#5b6472', grid: '#eef0f3', up: '#0f8a5f', down: '#cc3340', line: '#5b5bd6', faint: '#c2c8d0', edge: '#dde1e7' },
};
type Palette = (typeof PALETTES)['dark'];

interface Parts {
  readonly chart: IChartApi;
  readonly candles: ISeriesApi<'Candlestick'>;
  readonly volume: ISeriesApi<'Histogram'>;
  readonly rsi: ISeriesApi<'Line'>;
  readonly marks: ISeriesMarkersPluginApi<Time>;
}

const at = (bar: Bar) => chartTime(bar.time) as UTCTimestamp;
const candleOf = (bar: Bar) => ({ time: at(bar), open: bar.open, high: bar.high, low: bar.low, close: bar.close });
const volumeOf = (bar: Bar, palette: Palette) => ({ time: at(bar), value: bar.volume, color: `${bar.close >= bar.open ? palette.up : palette.down}66` });
const rsiPoint = (bar: Bar, value: number | undefined) => (value === undefined ? { time: at(bar) } : { time: at(bar), value });

function build(box: HTMLElement, palette: Palette, withSeconds: boolean): Parts {
  const chart = createChart(box, {
    autoSize: true,
    // As all other numbers and days here; the default, navigator.language, may be a tag that Intl refuses (en-US@posix), and then nothing is drawn.
    localization: { locale: 'en-US' },
    layout: {
      background: { type: ColorType.Solid, color: 'transparent' },
      textColor: palette.text,
      fontFamily: 'Inter, system-ui, sans-serif',
      fontSize: 11,
      panes: { separatorColor: palette.edge, separatorHoverColor: palette.edge },
    },
    grid: { vertLines: { color: palette.grid }, horzLines: { color: palette.grid } },
    crosshair: { mode: CrosshairMode.Normal },
    rightPriceScale: { borderColor: palette.edge },
    timeScale: { borderColor: palette.edge, timeVisible: withSeconds, secondsVisible: false, rightOffset: 4, barSpacing: COMFORTABLE_BAR_PX, minBarSpacing: 1 },
  });
  const candles = chart.addSeries(CandlestickSeries, { upColor: palette.up, downColor: palette.down, wickUpColor: palette.up, wickDownColor: palette.down, borderVisible: false });
  candles.priceScale().applyOptions({ scaleMargins: { top: 0.12, bottom: 0.24 } });
  const volume = chart.addSeries(HistogramSeries, { priceScaleId: '', priceFormat: { type: 'volume' }, lastValueVisible: false, priceLineVisible: false });
  volume.priceScale().applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
  const rsi = chart.addSeries(
    LineSeries,
    {
      color: palette.line,
      lineWidth: 2,
      priceLineVisible: false,
      priceFormat: { type: 'custom', minMove: 1, formatter: (value: number) => value.toFixed(0) },
      autoscaleInfoProvider: () => ({ priceRange: { minValue: 0, maxValue: 100 } }),
    },
    1,
  );
  rsi.priceScale().applyOptions({ scaleMargins: { top: 0.06, bottom: 0.06 } });
  for (const price of [30, 70]) rsi.createPriceLine({ price, color: palette.faint, lineWidth: 1, lineStyle: LineStyle.Dashed, axisLabelVisible: false, title: '' });
  chart.panes()[0]?.setStretchFactor(3);
  chart.panes()[1]?.setStretchFactor(1);
  return { chart, candles, volume, rsi, marks: createSeriesMarkers(candles, []) };
}

/** Candles with volume, RSI below, fills as arrows; the forming bar moves in place. */
export default function PriceChart({ bars, marks, intraday }: { bars: readonly Bar[]; marks: readonly FillMark[]; intraday: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const drawn = useRef<readonly Bar[]>([]);
  const [parts, setParts] = useState<Parts>();
  const [pointed, setPointed] = useState<number>();
  const palette = PALETTES[useTheme((state) => state.shown)];

  useEffect(() => {
    if (!box.current) return undefined;
    const made = build(box.current, palette, intraday);
    made.chart.subscribeCrosshairMove((move) => setPointed(typeof move.time === 'number' ? move.time : undefined));
    drawn.current = [];
    setParts(made);
    return () => made.chart.remove();
  }, [palette, intraday]);

  useEffect(() => {
    if (parts) drawn.current = draw(parts, bars, drawn.current, palette);
  }, [parts, bars, palette]);

  useEffect(() => {
    parts?.marks.setMarkers(
      marks.map((mark) => ({
        time: chartTime(mark.time) as UTCTimestamp,
        position: mark.buying ? 'belowBar' : 'aboveBar',
        shape: mark.buying ? 'arrowUp' : 'arrowDown',
        color: mark.buying ? palette.up : palette.down,
        text: mark.text,
      })),
    );
  }, [parts, marks, palette]);

  return (
    <div className="relative h-full w-full" data-testid="price-chart">
      <ChartLegend bars={bars} pointed={pointed} period={PERIOD} />
      <div ref={box} className="h-full w-full" />
    </div>
  );
}

/** Only the end has moved: update in place, so that a person who has scrolled back stays there. Else draw anew. */
function draw({ candles, volume, rsi }: Parts, bars: readonly Bar[], before: readonly Bar[], palette: Palette): readonly Bar[] {
  const strength = rsiOf(
    bars.map((bar) => bar.close),
    PERIOD,
  );
  if (onlyEndMoved(before, bars)) {
    for (const index of [bars.length - 2, bars.length - 1]) {
      const bar = bars[index];
      if (!bar || index < before.length - 1) continue;
      candles.update(candleOf(bar));
      volume.update(volumeOf(bar, palette));
      rsi.update(rsiPoint(bar, strength[index]));
    }
    return bars;
  }
  candles.setData(bars.map(candleOf));
  volume.setData(bars.map((bar) => volumeOf(bar, palette)));
  rsi.setData(bars.map((bar, index) => rsiPoint(bar, strength[index])));
  return bars;
}
