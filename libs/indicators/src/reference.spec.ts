import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { Adx } from './adx.js';
import { Atr } from './atr.js';
import { Bollinger } from './bollinger.js';
import { cci, stochastic, williamsR } from './catalogue.js';
import { Ema } from './ema.js';
import type { Candle, Indicator } from './indicator.js';
import { Macd } from './macd.js';
import { Obv } from './obv.js';
import { Rsi } from './rsi.js';
import { Sma } from './sma.js';

/** Two years of SPY, dividend-adjusted, and what the library Stock.Indicators (checked by hand-made spreadsheets there) says of them, at full precision. */
const FOLDER = new URL('../../../../../shared/data/indicators/', import.meta.url);
const INPUT = new URL('SPY_daily_2017-2018_adjusted_502.csv', FOLDER);

type Row = Readonly<Record<string, number>>;

function rows(file: URL): Row[] {
  const [header, ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const names = header!.split(',');
  return lines.map((line) => Object.fromEntries(line.split(',').map((text, index) => [names[index]!, text === '' ? Number.NaN : Number(text)])));
}

interface Case {
  readonly file: string;
  /** our name → the column's */
  readonly columns: Readonly<Record<string, string>>;
  run(candles: readonly Candle[]): (Row | undefined)[];
  /** 1e-9 of a dollar or point is the noise of doubles over 502 rows */
  readonly tolerance?: number;
}

const ofClose = (indicator: Indicator<number, number>) => (candles: readonly Candle[]) => candles.map(({ close }) => named(indicator.next(close)));
const ofCandle = (indicator: Indicator<Candle, number>) => (candles: readonly Candle[]) => candles.map((candle) => named(indicator.next(candle)));
const named = (value: number | undefined): Row | undefined => (value === undefined ? undefined : { value });

const cases: readonly Case[] = [
  { file: 'rsi', columns: { value: 'rsi' }, run: ofClose(new Rsi(14)) },
  { file: 'sma', columns: { value: 'sma' }, run: ofClose(new Sma(20)) },
  { file: 'ema', columns: { value: 'ema' }, run: ofClose(new Ema(20)) },
  { file: 'atr', columns: { value: 'atr' }, run: ofCandle(new Atr(14)) },
  { file: 'cci', columns: { value: 'cci' }, run: ofCandle(cci(20)), tolerance: 1e-8 },
  { file: 'willr', columns: { value: 'williamsR' }, run: ofCandle(williamsR(14)) },
  { file: 'obv', columns: { value: 'obv' }, run: ofCandle(new Obv()) },
  {
    file: 'macd',
    columns: { macd: 'macd', signal: 'signal', histogram: 'histogram' },
    run: (candles) =>
      steps(
        new Macd(),
        candles.map((candle) => candle.close),
      ),
  },
  {
    file: 'bb',
    columns: { middle: 'sma', upper: 'upperBand', lower: 'lowerBand' },
    run: (candles) =>
      steps(
        new Bollinger(),
        candles.map((candle) => candle.close),
      ),
  },
  { file: 'adx', columns: { adx: 'adx', plus: 'pdi', minus: 'mdi' }, run: (candles) => steps(new Adx(14), candles) },
  // their %K is the slow one, which is the %D of the fast stochastic
  { file: 'stoch', columns: { d: 'oscillator' }, run: (candles) => steps(stochastic(14, 3), candles) },
];

function steps<Input, Output extends object>(indicator: Indicator<Input, Output>, inputs: readonly Input[]): (Row | undefined)[] {
  return inputs.map((input) => {
    const value = indicator.next(input);
    return value && Object.fromEntries(Object.entries(value));
  });
}

describe('indicators against an independent library, 502 days of SPY', () => {
  before(function () {
    if (existsSync(INPUT)) return;
    console.log('    (left out: the reference values are not here)');
    this.skip();
  });

  for (const { file, columns, run, tolerance = 1e-9 } of cases) {
    it(file, () => {
      const candles = rows(INPUT).map(({ high, low, close, volume }) => ({ high: high!, low: low!, close: close!, volume: volume! }));
      const expected = rows(new URL(`expected/${file}.csv`, FOLDER));
      const values = run(candles);
      expect(values).to.have.length(502);
      values.forEach((value, index) => {
        const row = expected[index]!;
        const complete = Object.values(columns).every((column) => !Number.isNaN(row[column]));
        expect(value !== undefined, `row ${index + 1} has a value`).to.equal(complete);
        if (value) for (const [name, column] of Object.entries(columns)) expect(value[name], `${name} of row ${index + 1}`).to.be.closeTo(row[column]!, tolerance);
      });
    });
  }
});
