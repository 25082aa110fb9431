import { expect } from 'chai';
import fc from 'fast-check';
import { LIMITS } from './environments.js';
import { RateBudget, type Priority, type RateHeaders, type Ticket } from './rate-budget.js';

const MINUTE = 60_000;
const START = 1_705_072_200_000;

/** Tradier's own count: a minute that begins with its first request. */
class Counter {
  #resetsAt = 0;
  #used = 0;
  most = 0;
  constructor(readonly allowed: number) {}

  count(now: number): RateHeaders {
    if (now >= this.#resetsAt) [this.#resetsAt, this.#used] = [now + MINUTE, 0];
    this.#used += 1;
    this.most = Math.max(this.most, this.#used);
    return { allowed: this.allowed, used: this.#used, expiry: this.#resetsAt };
  }
}

describe('the budget of requests', () => {
  let now = START;
  const clock = { now: () => now };
  let budget: RateBudget;
  beforeEach(() => {
    now = START;
    budget = new RateBudget(LIMITS.live, clock);
  });

  /** how many are let through, and from when on there will be more */
  function takeAll(of: 'standard' | 'market' | 'trading', priority: Priority, on = budget): { tickets: Ticket[]; until: number } {
    const tickets: Ticket[] = [];
    for (;;) {
      const taken = on.take(of, priority);
      if (typeof taken === 'number') return { tickets, until: taken };
      tickets.push(taken);
    }
  }

  it('is what Tradier publishes: 120, 120 and 60 a minute, in the sandbox 60 of each', () => {
    for (const [of, allowed] of [
      ['standard', 120],
      ['market', 120],
      ['trading', 60],
    ] as const)
      expect(takeAll(of, 'urgent').tickets).to.have.length(allowed);
    const sandbox = new RateBudget(LIMITS.sandbox, clock);
    for (const of of ['standard', 'market', 'trading'] as const) expect(takeAll(of, 'urgent', sandbox).tickets).to.have.length(60);
  });

  it('lasts a minute from its first request', () => {
    budget.take('market', 'normal');
    now += 59_999;
    expect(takeAll('market', 'urgent')).to.include({ until: START + MINUTE });
    now += 1;
    expect(takeAll('market', 'urgent').tickets).to.have.length(120);
  });

  it('keeps a tenth for what is urgent, and four tenths from what nobody waits for', () => {
    // of 120: background up to 72, normal up to 108
    expect(takeAll('market', 'background').tickets).to.have.length(72);
    expect(takeAll('market', 'normal').tickets).to.have.length(36);
    expect(takeAll('market', 'urgent').tickets).to.have.length(12);
  });

  it('of trading is not touched by quotes', () => {
    takeAll('market', 'urgent');
    expect(budget.take('trading', 'normal')).not.to.be.a('number');
  });

  it('follows the headers: what other processes use up is gone', () => {
    const ticket = budget.take('market', 'normal') as Ticket;
    budget.answered(ticket, { allowed: 120, used: 110, expiry: START + 20_000 });
    expect(budget.state().market).to.deep.equal({ allowed: 120, used: 110, available: 10, resetsAt: START + 20_000 });
    expect(takeAll('market', 'urgent')).to.have.property('until', START + 20_000);
    now = START + 20_000;
    expect(takeAll('market', 'urgent').tickets, 'another window').to.have.length(120);
  });

  it('follows the headers up and down', () => {
    for (const allowed of [1_000_000, 2]) {
      budget.answered(budget.take('standard', 'normal') as Ticket, { allowed, used: 1, expiry: START + MINUTE });
      expect(budget.state().standard.allowed).to.equal(allowed);
    }
  });

  it('of a simulator is not limited before it has said so', () => {
    const simulated = new RateBudget(LIMITS.simulated, clock);
    const tickets = Array.from({ length: 5_000 }, () => simulated.take('standard', 'background'));
    expect(tickets.every((ticket) => typeof ticket !== 'number')).to.equal(true);
    simulated.answered(tickets[0] as Ticket, { allowed: 4_000, used: 1, expiry: START + MINUTE });
    expect(simulated.take('standard', 'urgent')).to.equal(START + MINUTE);
  });

  it('counts a request that was never answered: Tradier may have', () => {
    budget.take('trading', 'normal');
    expect(budget.state().trading).to.include({ used: 1, available: 59 });
  });

  it('does not believe a late answer of a window that is over', () => {
    const late = budget.take('market', 'normal') as Ticket;
    budget.answered(budget.take('market', 'normal') as Ticket, { allowed: 120, used: 1, expiry: START + 50_000 });
    now = START + 50_000;
    budget.take('market', 'normal');
    budget.answered(late, { allowed: 120, used: 120, expiry: START + 50_000 });
    expect(budget.state().market.used).to.equal(1);
  });

  it('is used up after a 429 until the moment that it names, whatever was counted', () => {
    budget.take('trading', 'normal');
    budget.exhausted('trading', START + 12_000);
    expect(budget.state().trading).to.deep.include({ available: 0, resetsAt: START + 12_000 });
    expect(budget.take('trading', 'urgent')).to.equal(START + 12_000);
    now = START + 12_000;
    expect(budget.take('trading', 'urgent')).not.to.be.a('number');
  });

  it('is not closed by the late 429 of a window that is over', () => {
    budget.answered(budget.take('trading', 'normal') as Ticket, { allowed: 60, used: 60, expiry: START + 50_000 });
    now = START + 50_000;
    budget.exhausted('trading', START + 50_000);
    expect(budget.take('trading', 'urgent')).not.to.be.a('number');
  });

  it('lasts as long as Tradier says where its clock is a little ahead', () => {
    budget.answered(budget.take('trading', 'normal') as Ticket, { allowed: 60, used: 60, expiry: START + MINUTE + 300 });
    expect(budget.take('trading', 'urgent')).to.equal(START + MINUTE + 300);
  });

  for (const [name, expiry] of [
    ['behind', START - 600_000],
    ['ahead', START + 600_000],
  ] as const)
    it(`lasts a minute at most, though Tradier's clock is ten minutes ${name}`, () => {
      budget.answered(budget.take('market', 'normal') as Ticket, { allowed: 120, used: 120, expiry });
      expect(budget.take('market', 'urgent')).to.equal(START + MINUTE);
      now = START + MINUTE;
      expect(budget.take('market', 'urgent')).not.to.be.a('number');
    });

  it('never lets Tradier count more than it allows, in whatever order answers come', () => {
    const step = fc.oneof(
      fc.record({ wait: fc.integer({ min: 1, max: 40_000 }) }),
      fc.record({ ask: fc.constantFrom<Priority>('urgent', 'normal', 'background'), times: fc.integer({ min: 1, max: 12 }) }),
      fc.record({ answer: fc.nat(20), lost: fc.boolean() }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        now = START;
        const tradier = new Counter(10);
        const shared = new RateBudget({ standard: 10, market: 10, trading: 10 }, clock);
        const underway: { ticket: Ticket; told: RateHeaders }[] = [];
        for (const each of steps) {
          if ('wait' in each) now += each.wait;
          else if ('ask' in each)
            for (let time = 0; time < each.times; time += 1) {
              const ticket = shared.take('market', each.ask);
              if (typeof ticket !== 'number') underway.push({ ticket, told: tradier.count(now) });
            }
          else for (const { ticket, told } of underway.splice(each.answer, 1)) if (!each.lost) shared.answered(ticket, told);
        }
        return tradier.most <= 10;
      }),
      { numRuns: 2_000 },
    );
  });
});
