import { expect } from 'chai';
import { RateBudget, type Priority, type Ticket } from './rate-budget.js';
import { RateGate } from './rate-gate.js';
import { TradierError } from './tradier-error.js';

const MINUTE = 60_000;
const START = 1_705_072_200_000;

/** Time that passes when the test says so. */
class HandClock {
  #now = START;
  readonly #timers = new Map<object, { at: number; action: () => void }>();
  readonly now = () => this.#now;
  readonly after = (ms: number, action: () => void) => {
    const timer = {};
    this.#timers.set(timer, { at: this.#now + ms, action });
    return () => this.#timers.delete(timer);
  };
  pass(ms: number): void {
    this.#now += ms;
    for (const [timer, { at, action }] of this.#timers) if (at <= this.#now && this.#timers.delete(timer)) action();
  }
  get pending(): number {
    return this.#timers.size;
  }
}

describe('requests wait for the budget', () => {
  let clock: HandClock;
  let gate: RateGate;
  let order: string[];
  beforeEach(() => {
    clock = new HandClock();
    gate = new RateGate(new RateBudget({ standard: 2, market: 2, trading: 2 }, clock), clock, clock.after);
    order = [];
  });

  function admitted(name: string, priority: Priority = 'urgent', patienceMs = 10 * MINUTE, signal?: AbortSignal): Promise<Ticket | undefined> {
    return gate.admitted({ of: 'market', priority, patienceMs, signal }).then(
      (ticket) => (order.push(name), ticket),
      (error: unknown) => (order.push(`${name} failed`), void error),
    );
  }

  it('in the order in which they came, window after window', async () => {
    const all = ['a', 'b', 'c', 'd', 'e'].map((name) => admitted(name));
    await Promise.all(all.slice(0, 2));
    expect(order).to.deep.equal(['a', 'b']);
    clock.pass(MINUTE);
    await Promise.all(all.slice(2, 4));
    expect(order).to.deep.equal(['a', 'b', 'c', 'd']);
    clock.pass(MINUTE);
    await all[4];
    expect(order).to.deep.equal(['a', 'b', 'c', 'd', 'e']);
  });

  it('the urgent first, what nobody waits for last', async () => {
    const first = [admitted('1'), admitted('2')];
    const later = [admitted('backfill', 'background'), admitted('list', 'normal'), admitted('cancellation', 'urgent')];
    await Promise.all(first);
    clock.pass(MINUTE);
    await Promise.all([later[1], later[2]]);
    clock.pass(MINUTE);
    await later[0];
    expect(order).to.deep.equal(['1', '2', 'cancellation', 'list', 'backfill']);
  });

  it('not longer than they want to: they fail at once, with when it would have been', async () => {
    await Promise.all([admitted('1'), admitted('2')]);
    const error: unknown = await gate.admitted({ of: 'market', priority: 'urgent', patienceMs: MINUTE - 1 }).catch((failure: unknown) => failure);
    expect(error).to.be.instanceOf(TradierError);
    expect((error as TradierError).problem).to.equal('rate-limited');
    expect((error as TradierError).detail).to.deep.equal({ until: START + MINUTE });
    // START is 15:10:00 UTC
    expect((error as TradierError).message).to.equal('Tradier allows no more market requests until 15:11:00 UTC; this one was not sent');
  });

  it('until their patience ends, though others go first', async () => {
    await Promise.all([admitted('1'), admitted('2')]);
    const patient = admitted('patient', 'normal', MINUTE);
    const urgent = [admitted('3'), admitted('4')];
    clock.pass(MINUTE);
    await Promise.all([...urgent, patient]);
    expect(order).to.have.members(['1', '2', '3', '4', 'patient failed']);
  });

  it('and may be given up, which lets the next one through in its place', async () => {
    await Promise.all([admitted('1'), admitted('2')]);
    const given = new AbortController();
    const reason = gate.admitted({ of: 'market', priority: 'urgent', patienceMs: 10 * MINUTE, signal: given.signal }).catch((failure: unknown) => failure);
    given.abort('no longer needed');
    expect(await reason).to.equal('no longer needed');
    expect(clock.pending, 'timers').to.equal(0);
    const over = gate.admitted({ of: 'trading', priority: 'urgent', patienceMs: 1, signal: given.signal }).catch((failure: unknown) => failure);
    expect(await over, 'aborted before').to.equal('no longer needed');
  });

  it('and go on as soon as an answer says that there is more', async () => {
    const [first] = await Promise.all([admitted('1'), admitted('2')]);
    const third = admitted('3');
    gate.answered(first!, { allowed: 1_000_000, used: 2, expiry: START + MINUTE });
    await third;
    expect(order).to.deep.equal(['1', '2', '3']);
    expect(clock.pending, 'timers').to.equal(0);
  });

  it('after a 429 until the moment that it names', async () => {
    await admitted('1');
    gate.exhausted('market', START + 5_000);
    const second = admitted('2');
    clock.pass(4_999);
    expect(order).to.deep.equal(['1']);
    clock.pass(1);
    await second;
    expect(order).to.deep.equal(['1', '2']);
  });

  it('of one class while another goes on', async () => {
    await Promise.all([admitted('1'), admitted('2')]);
    void admitted('3');
    await gate.admitted({ of: 'trading', priority: 'normal', patienceMs: 0 });
  });

  it('and are refused when the connection is closed', async () => {
    await Promise.all([admitted('1'), admitted('2')]);
    const third = gate.admitted({ of: 'market', priority: 'urgent', patienceMs: 10 * MINUTE }).catch((failure: unknown) => failure);
    gate.close();
    expect(((await third) as TradierError).problem).to.equal('unavailable');
    expect(clock.pending, 'timers').to.equal(0);
  });
});
