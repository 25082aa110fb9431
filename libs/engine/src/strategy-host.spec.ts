import { DEFAULT_RISK, price, RuleError, type Bar, type Decision, type OrderRequest, type StrategyDefinition } from '@sofi/domain';
import { expect } from 'chai';
import { desk, eventsOf, fillWhole } from '../test/desk-scene.js';
import { AAPL, MINUTE, MSFT, OPEN } from '../test/market-day.js';
import { StrategyHost } from './strategy-host.js';
import type { HostFact } from './strategy-run.js';

const definition: StrategyDefinition = {
  id: '7',
  name: 'Dips',
  type: 'rsi-mean-reversion',
  symbols: [AAPL],
  timeframe: '1m',
  account: 'VA1',
  parameters: { period: 2, oversold: 30, overbought: 70 },
  risk: DEFAULT_RISK,
  status: 'running',
};

function bar(minute: number, close: number, changes: Partial<Bar> = {}): Bar {
  const at = price(close);
  const start = OPEN + minute * MINUTE;
  return {
    symbol: AAPL,
    timeframe: '1m',
    start,
    end: start + MINUTE,
    open: at,
    high: at,
    low: at,
    close: at,
    volume: 100,
    tradeCount: 1,
    vwap: at,
    revision: 0,
    quality: 'whole',
    ...changes,
  };
}
const history = (...closes: number[]) => new Map([[AAPL, closes.map((close, index) => bar(index - closes.length, close))]]);
const decisions = (facts: readonly HostFact[]): Decision[] => facts.flatMap((fact) => (fact.kind === 'decision' ? [fact.decision] : []));
const requests = (facts: readonly HostFact[]): OrderRequest[] => facts.flatMap((fact) => (fact.kind === 'request' ? [fact.request] : []));
const CLOCK = OPEN + MINUTE + 2_000;

describe('StrategyHost', () => {
  let host: StrategyHost;
  beforeEach(() => {
    host = new StrategyHost({ account: 'VA1' });
  });

  it('decides on each closed bar, with the reason, and asks for an order under a name made of strategy, symbol and bar', () => {
    host.start(definition, history(100, 99, 98));
    const facts = host.onBar(bar(0, 97), CLOCK);
    expect(decisions(facts)[0]).to.include({ id: `7-AAPL-${OPEN}`, strategyId: '7', barStart: OPEN, time: CLOCK, verdict: 'enter', orderId: `7-AAPL-${OPEN}-enter` });
    expect(requests(facts)).to.deep.equal([
      {
        kind: 'entry',
        id: `7-AAPL-${OPEN}-enter`,
        account: 'VA1',
        symbol: AAPL,
        time: CLOCK,
        strategyId: '7',
        referencePrice: price(97),
        risk: DEFAULT_RISK,
        reason: decisions(facts)[0]?.reason,
      },
    ]);
  });

  it('says that it is warming up until it is warm', () => {
    host.start(definition, new Map());
    // RSI(2) needs three closes
    expect([0, 1, 2].map((minute) => decisions(host.onBar(bar(minute, 100 - minute), CLOCK))[0]?.verdict)).to.deep.equal(['warming-up', 'warming-up', 'enter']);
    expect(host.state('7')).to.deep.include({ symbol: AAPL, warm: true, barsSeen: 3, barsNeeded: 3, values: { rsi: 0, oversold: 30, overbought: 70 } });
  });

  it('sees a bar once, and no corrections, other symbols or other timeframes', () => {
    host.start(definition, history(100, 99, 98));
    host.onBar(bar(0, 97), CLOCK);
    for (const other of [bar(0, 97), bar(0, 96, { revision: 1 }), bar(1, 96, { revision: 1 }), bar(-1, 97), bar(1, 97, { symbol: MSFT }), bar(1, 97, { timeframe: '5m' })]) {
      expect(host.onBar(other, CLOCK)).to.deep.equal([]);
    }
    expect(host.state('7')[0]?.barsSeen).to.equal(4);
  });

  it('opens nothing while it is paused, and evaluates nothing while it is stopped, though it goes on learning', () => {
    host.start(definition, history(100, 99, 98));
    host.setStatus('7', 'paused');
    const paused = host.onBar(bar(0, 97), CLOCK);
    expect([decisions(paused)[0]?.verdict, requests(paused).length]).to.deep.equal(['hold', 0]);
    host.setStatus('7', 'stopped');
    expect(host.onBar(bar(1, 96), CLOCK)).to.deep.equal([]);
    expect(host.state('7')[0]?.barsSeen).to.equal(5);
  });

  it('opens nothing on a bar that may lack trades, and leaves on it what it holds', () => {
    const ours = desk();
    ours.mark(AAPL, price(97), OPEN);
    host.start(definition, history(100, 99, 98));
    const doubtful = host.onBar(bar(0, 97, { quality: 'gap' }), CLOCK);
    expect([decisions(doubtful)[0]?.verdict, requests(doubtful).length]).to.deep.equal(['hold', 0]);
    expect(decisions(doubtful)[0]?.reason).to.contain('trades may be missing from this bar');
    const whole = host.onBar(bar(1, 96), CLOCK);
    for (const event of eventsOf(fillWhole(ours, requests(whole)[0]!, 96, CLOCK))) host.onOrderEvent(event);
    expect(requests(host.onBar(bar(2, 110, { quality: 'gap' }), CLOCK))[0]?.kind).to.equal('exit');
  });

  it('leaves what it holds when the signal says so, even paused, and forgets a position that is closed', () => {
    const ours = desk();
    ours.mark(AAPL, price(97), OPEN);
    host.start(definition, history(100, 99, 98));
    const bought = fillWhole(ours, requests(host.onBar(bar(0, 97), CLOCK))[0]!, 97, CLOCK);
    for (const event of [...eventsOf(bought), ...eventsOf(bought)]) host.onOrderEvent(event);
    host.setStatus('7', 'paused');
    const out = requests(host.onBar(bar(1, 110), CLOCK))[0]!;
    expect(out).to.include({ kind: 'exit', id: `7-AAPL-${OPEN + MINUTE}-exit` });
    for (const event of eventsOf(fillWhole(ours, out, 110, CLOCK))) host.onOrderEvent(event);
    expect(requests(host.onBar(bar(2, 120), CLOCK))).to.deep.equal([]);
  });

  it('asks for nothing while its order is worked', () => {
    const ours = desk();
    ours.mark(AAPL, price(97), OPEN);
    host.start(definition, history(100, 99, 98));
    for (const event of eventsOf(ours.request(requests(host.onBar(bar(0, 97), CLOCK))[0]!, CLOCK))) host.onOrderEvent(event);
    expect(requests(host.onBar(bar(1, 96), CLOCK))).to.deep.equal([]);
  });

  it('keeps what its book holds when it is started anew', () => {
    const ours = desk();
    ours.mark(AAPL, price(97), OPEN);
    host.start(definition, history(100, 99, 98));
    for (const event of eventsOf(fillWhole(ours, requests(host.onBar(bar(0, 97), CLOCK))[0]!, 97, CLOCK))) host.onOrderEvent(event);
    host.start(definition, new Map([[AAPL, [bar(-2, 99), bar(-1, 98), bar(0, 97)]]]));
    expect(requests(host.onBar(bar(1, 110), CLOCK))[0]?.kind).to.equal('exit');
  });

  it('leaves events of other accounts out', () => {
    const other = new StrategyHost({ account: 'VA2' });
    const ours = desk();
    ours.mark(AAPL, price(97), OPEN);
    host.start(definition, history(100, 99, 98));
    other.start(definition, history(100, 99, 98));
    for (const event of eventsOf(ours.request(requests(host.onBar(bar(0, 97), CLOCK))[0]!, CLOCK))) other.onOrderEvent(event);
    expect(requests(other.onBar(bar(0, 97), CLOCK))).to.have.length(1);
  });

  it('asks strategies in the order of their ids, whenever they were started', () => {
    for (const id of ['10', '9', '2']) host.start({ ...definition, id }, history(100, 99, 98));
    host.start({ ...definition, id: '2' }, history(100, 99, 98));
    expect(decisions(host.onBar(bar(0, 97), CLOCK)).map((decision) => decision.strategyId)).to.deep.equal(['2', '9', '10']);
    host.remove('9');
    expect(host.definitions().map(({ id }) => id)).to.deep.equal(['2', '10']);
  });

  it('names orders of class shares without the slash', () => {
    const brk = 'BRK/B' as typeof AAPL;
    host.start({ ...definition, symbols: [brk] }, new Map([[brk, [100, 99, 98].map((close, index) => bar(index - 3, close, { symbol: brk }))]]));
    expect(requests(host.onBar(bar(0, 97, { symbol: brk }), CLOCK))[0]?.id).to.equal(`7-BRK-B-${OPEN}-enter`);
  });

  it('refuses what it does not know', () => {
    expect(() => host.start({ ...definition, type: 'magic' }, new Map())).to.throw(RuleError, 'rsi-mean-reversion');
    expect(() => host.start({ ...definition, id: 'a b' }, new Map())).to.throw(RuleError, 'letters, digits and dashes');
    expect(() => host.setStatus('1', 'paused')).to.throw(RuleError, 'not a strategy');
  });
});
