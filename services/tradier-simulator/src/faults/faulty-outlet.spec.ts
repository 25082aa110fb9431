import { expect } from 'chai';
import { faultIn } from './fault-kinds.js';
import { FaultPlan } from './fault-plan.js';
import { FaultyOutlet, type Line } from './faulty-outlet.js';

const TRADE = '{"type":"trade","symbol":"AAPL"}';

/** What was done to it, in order. */
class ToldLine implements Line {
  readonly canAcknowledge = true;
  readonly told: string[] = [];
  send(messages: readonly string[]): void {
    this.told.push(...messages);
  }
  close(): void {
    this.told.push('closed');
  }
  drop(): void {
    this.told.push('dropped');
  }
  deafen(): void {
    this.told.push('deaf');
  }
}

describe('An outlet', () => {
  let line: ToldLine;
  let plan: FaultPlan;
  let outlet: FaultyOutlet;
  beforeEach(() => {
    line = new ToldLine();
    plan = new FaultPlan(undefined, () => 0);
    outlet = new FaultyOutlet(line, 'market', plan, () => line.told.push('void'));
  });

  it('that has fallen silent says no farewell, whatever comes', () => {
    plan.arm(faultIn({ kind: 'stall', after: 1 }));
    outlet.send([TRADE, TRADE, TRADE], true);
    outlet.send([TRADE], true);
    outlet.close();
    outlet.gone();
    expect(line.told).to.deep.equal([TRADE]);
  });

  it('that is half open does not read either', () => {
    plan.arm(faultIn({ kind: 'half-open' }));
    outlet.meet();
    outlet.gone();
    expect(line.told).to.deep.equal(['deaf']);
  });

  it('strikes nobody twice with one fault', () => {
    plan.arm(faultIn({ kind: 'session-loss' }));
    outlet.meet();
    outlet.meet();
    expect(line.told).to.deep.equal(['void', '{"error":"session not found"}', 'closed']);
  });

  it('never strikes the clock, which a market may wait for', () => {
    plan.arm(faultIn({ kind: 'duplicate-event', times: 'unlimited' }));
    plan.arm(faultIn({ kind: 'socket-drop' }));
    const clock = '{"type":"clock","date":"1000","paced":true}';
    outlet.send([clock], true);
    expect(line.told).to.deep.equal([clock]);
  });
});
