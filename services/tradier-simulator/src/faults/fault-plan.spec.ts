import { expect } from 'chai';
import fc from 'fast-check';
import { faultIn } from './fault-kinds.js';
import { FaultPlan, scheduledKind, type Occasion } from './fault-plan.js';

const QUOTES: Occasion = { at: 'call', method: 'GET', path: '/v1/markets/quotes' };
const ORDER: Occasion = { at: 'call', method: 'POST', path: '/v1/accounts/SIM0000001/orders' };
const TRADE: Occasion = { at: 'message', stream: 'market', type: 'trade', symbol: 'AAPL' };
const QUOTE: Occasion = { at: 'message', stream: 'market', type: 'quote', symbol: 'AAPL' };

describe('A fault plan', () => {
  let now = 0;
  let plan: FaultPlan;
  beforeEach(() => {
    now = 1000;
    plan = new FaultPlan(undefined, () => now);
  });
  const struck = (occasion: Occasion, times: number) => Array.from({ length: times }, () => plan.strike(occasion)?.kind ?? '-');

  it('strikes what fits, as often as it is told, after those it spares', () => {
    plan.arm(faultIn({ kind: 'not-found', path: '/markets/', times: 2, after: 1 }));
    expect(struck(ORDER, 1)).to.deep.equal(['-']);
    expect(struck(QUOTES, 4)).to.deep.equal(['-', 'not-found', 'not-found', '-']);
    expect(plan.state()).to.deep.include({ active: [], counts: { 'not-found': 2 } });
    expect(plan.state().done[0], 'four fitted: it was over after the third').to.include({ seen: 3, struck: 2 });
  });

  it('strikes by method, symbol and type of message', () => {
    plan.arm(faultIn({ kind: 'drop-after-accept', method: 'POST' }));
    plan.arm(faultIn({ kind: 'duplicate-event', type: 'quote', symbol: 'AAPL', stream: 'market' }));
    expect([struck(QUOTES, 1), struck(ORDER, 1), struck(TRADE, 1), struck(QUOTE, 1)].flat()).to.deep.equal(['-', 'drop-after-accept', '-', 'duplicate-event']);
  });

  it('never loses what is no trade as a print', () => {
    plan.arm(faultIn({ kind: 'lost-print' }));
    expect([...struck(QUOTE, 3), ...struck(TRADE, 1)]).to.deep.equal(['-', '-', '-', 'lost-print']);
  });

  it('is over when its time is, whatever it has struck', () => {
    plan.arm(faultIn({ kind: 'revoked-token', lasts: 500 }));
    now = 1499;
    expect(struck(QUOTES, 2)).to.deep.equal(['revoked-token', 'revoked-token']);
    now = 1500;
    expect(struck(QUOTES, 1)).to.deep.equal(['-']);
  });

  it('forgets everything when it is cleared, its schedule too', () => {
    plan.schedule = { seed: 1, rate: 1 };
    plan.arm(faultIn({ kind: 'clock-skew', ms: -5000 }));
    expect(plan.standing('clock-skew')?.parameters.ms).to.equal(-5000);
    plan.clear();
    expect([plan.idle, plan.standing('clock-skew'), plan.strike(QUOTES)]).to.deep.equal([true, undefined, undefined]);
  });

  it('strikes the same in the same order for the same seed, and about as often as its rate says', () => {
    fc.assert(
      fc.property(fc.nat(), fc.double({ min: 0.01, max: 1, noNaN: true }), (seed, rate) => {
        const run = () => {
          plan = new FaultPlan({ seed, rate }, () => 0);
          return struck(QUOTES, 200);
        };
        const first = run();
        expect(run()).to.deep.equal(first);
        // binomial: 200 × rate, five standard deviations of √(200 × ¼) at the most
        expect(first.filter((kind) => kind !== '-').length).to.be.closeTo(200 * rate, 36);
      }),
    );
  });

  it('strikes by chance in the same places for the same seed', () => {
    const run = () => {
      plan = new FaultPlan(undefined, () => 0);
      plan.arm(faultIn({ kind: 'slow', probability: 0.5, times: 'unlimited' }));
      return struck(QUOTES, 50);
    };
    const first = run();
    expect(new Set(first)).to.deep.equal(new Set(['slow', '-']));
    expect(run()).to.deep.equal(first);
  });

  it('does not let an armed fault move the schedule', () => {
    const schedule = { seed: 5, rate: 0.5 };
    plan = new FaultPlan(schedule, () => 0);
    plan.arm(faultIn({ kind: 'not-found', times: 10 }));
    struck(QUOTES, 10);
    expect(struck(QUOTES, 20)).to.deep.equal(Array.from({ length: 20 }, (_, at) => scheduledKind(schedule, 'call', at + 11) ?? '-'));
  });

  it('never chooses by schedule what stays until it is cleared', () => {
    const chosen = new Set(Array.from({ length: 5000 }, (_, at) => scheduledKind({ seed: 3, rate: 1 }, 'call', at)));
    for (const kind of ['revoked-token', 'wrong-session', 'clock-skew', 'split']) expect([...chosen]).to.not.include(kind);
    expect(chosen.size, 'every other kind of call has its turn').to.equal(12);
  });
});
