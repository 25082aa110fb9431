import { equitySymbol, price, type Bar, type Position, type Signal } from '@sofi/domain';
import { expect } from 'chai';
import { z } from 'zod';
import { strategyTypes } from './registry.js';
import type { StrategyView } from './strategy.js';

const type = strategyTypes.get('rsi-mean-reversion')!;
const symbol = equitySymbol('AAPL');
const flat: StrategyView = { position: undefined, orderWorking: false };
const long: StrategyView = { position: { netQuantity: 10 } as Position, orderWorking: false };

function bar(close: number): Bar {
  const at = price(close);
  return { symbol, timeframe: '1m', start: 0, end: 60_000, open: at, high: at, low: at, close: at, volume: 1, tradeCount: 1, vwap: at, revision: 0, quality: 'whole' };
}

/** Period 2: after two changes g and l average (g1 + g2) / 2 and (l1 + l2) / 2. */
function afterCloses(closes: number[], view: StrategyView, parameters: object = { period: 2 }): Signal {
  const strategy = type.create(parameters);
  for (const close of closes.slice(0, -1)) strategy.warmUp(bar(close));
  return strategy.onBar(bar(closes.at(-1)!), view);
}

describe('RSI mean reversion', () => {
  const table: { name: string; closes: number[]; view: StrategyView; verdict: string; reason: string }[] = [
    // gains 1, losses 3: 100 - 100 / (1 + 1/3) = 25
    { name: 'enters below oversold', closes: [100, 101, 98], view: flat, verdict: 'enter', reason: 'RSI 25.0 is below oversold 30' },
    // gains 3, losses 7: 30 exactly, and exactly is not below
    { name: 'holds at oversold', closes: [100, 103, 96], view: flat, verdict: 'hold', reason: 'RSI 30.0 is at oversold 30' },
    // gains 1, losses 1
    { name: 'holds between', closes: [100, 101, 100], view: flat, verdict: 'hold', reason: 'RSI 50.0 is above oversold 30' },
    { name: 'does not enter twice', closes: [100, 101, 98], view: long, verdict: 'hold', reason: 'RSI 25.0 is below overbought 70: the position is kept' },
    {
      name: 'does not enter beside a working order',
      closes: [100, 101, 98],
      view: { ...flat, orderWorking: true },
      verdict: 'hold',
      reason: 'RSI 25.0 is below oversold 30, but an order is still being worked',
    },
    // gains 3, losses 1
    { name: 'exits above overbought', closes: [100, 103, 102], view: long, verdict: 'exit', reason: 'RSI 75.0 is above overbought 70' },
    // gains 7, losses 3: 70 exactly
    { name: 'keeps at overbought', closes: [100, 107, 104], view: long, verdict: 'hold', reason: 'RSI 70.0 is at overbought 70: the position is kept' },
    { name: 'has nothing to exit', closes: [100, 103, 102], view: flat, verdict: 'hold', reason: 'RSI 75.0 is above oversold 30' },
    // gains 2.999, losses 7: 29.993; one decimal would say "30.0 is below 30"
    { name: 'says as many decimals as the truth needs', closes: [100, 102.999, 95.999], view: flat, verdict: 'enter', reason: 'RSI 29.99 is below oversold 30' },
    { name: 'a market that does not move is neither', closes: [100, 100, 100], view: long, verdict: 'hold', reason: 'RSI 50.0 is below overbought 70: the position is kept' },
    { name: 'decides nothing before it is warm', closes: [100, 90], view: flat, verdict: 'hold', reason: '2 of 3 bars seen: the RSI is not known yet' },
  ];
  for (const { name, closes, view, verdict, reason } of table) {
    it(name, () => {
      const signal = afterCloses(closes, view);
      expect({ verdict: signal.kind, reason: signal.reason }).to.deep.equal({ verdict, reason });
    });
  }

  it('shows the values behind the verdict', () => {
    expect(afterCloses([100, 101, 98], flat).values).to.deep.equal({ rsi: 25, oversold: 30, overbought: 70 });
    expect(afterCloses([100, 101], flat).values).to.deep.equal({ oversold: 30, overbought: 70 });
  });

  it('needs one bar more than its period', () => {
    const strategy = type.create({ period: 3 });
    expect(strategy.warmUpBars).to.equal(4);
    const warm = [100, 101, 102, 103].map((close) => (strategy.warmUp(bar(close)), strategy.isWarm()));
    expect(warm).to.deep.equal([false, false, false, true]);
    expect(strategy.barsSeen()).to.equal(4);
  });

  it('has an entry checklist', () => {
    const strategy = type.create({ period: 2 });
    for (const close of [100, 101, 98]) strategy.warmUp(bar(close));
    expect(strategy.conditions(flat)).to.deep.equal([
      { name: 'RSI signal', met: true, detail: 'RSI 25.0 is below oversold 30' },
      { name: 'No open position', met: true, detail: 'ready to open a position' },
      { name: 'No working order', met: true, detail: 'no order is being worked' },
    ]);
    expect(strategy.conditions({ ...long, orderWorking: true }).map((one) => one.met)).to.deep.equal([true, false, false]);
  });
});

describe('the parameters of RSI mean reversion', () => {
  it('default to 14, 30 and 70', () => {
    expect(type.parameters.parse({})).to.deep.equal({ period: 14, oversold: 30, overbought: 70 });
  });

  const bad: { name: string; given: object; paths: string[] }[] = [
    { name: 'a period of 1', given: { period: 1 }, paths: ['period'] },
    { name: 'a period of 201', given: { period: 201 }, paths: ['period'] },
    { name: 'half a bar', given: { period: 14.5 }, paths: ['period'] },
    { name: 'text for a number', given: { period: '14' }, paths: ['period'] },
    { name: 'levels at the ends', given: { oversold: 0, overbought: 100 }, paths: ['oversold', 'overbought'] },
    { name: 'levels the wrong way round', given: { oversold: 70, overbought: 30 }, paths: ['oversold'] },
    { name: 'equal levels', given: { oversold: 50, overbought: 50 }, paths: ['oversold'] },
  ];
  for (const { name, given, paths } of bad) {
    it(`refuse ${name}`, () => {
      const issues = type.parameters.safeParse(given).error?.issues ?? [];
      expect(issues.map((issue) => issue.path.join('.'))).to.deep.equal(paths);
      expect(() => type.create(given)).to.throw(z.ZodError);
    });
  }

  it('name both levels where they are the wrong way round', () => {
    expect(type.parameters.safeParse({ oversold: 80, overbought: 70 }).error?.issues[0]?.message).to.equal('oversold 80 must be below overbought 70');
  });

  it('become a JSON Schema with titles, ranges and defaults, for a form', () => {
    const schema = z.toJSONSchema(type.parameters, { io: 'input' });
    expect(schema.properties?.['period']).to.deep.include({ type: 'integer', minimum: 2, maximum: 200, default: 14, title: 'RSI period' });
    expect(schema.properties?.['oversold']).to.deep.include({ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 100, default: 30, title: 'Oversold' });
    expect(schema.properties?.['overbought']).to.deep.include({ default: 70, title: 'Overbought' });
  });
});
