import { atNewYork, nyseCalendar } from '@sofi/domain';
import { expect } from 'chai';
import type { Trust } from './feed-watch.js';
import { hoursAt, symbolState, type Hours, type Phase } from './symbol-state.js';

const phase = (kind: Phase['kind']): Phase => ({ kind, reason: `because ${kind}` });
const trust = (state: 'trusted' | 'stale' | 'halted' | 'unknown'): Trust => ({ state, reason: `it is ${state}` });
const unheard: Trust = { state: 'unheard' };

describe('the state of a symbol', () => {
  const table: [Phase['kind'], Trust, Hours, string][] = [
    ['connecting', unheard, 'regular', 'connecting: because connecting'],
    ['streaming', unheard, 'regular', 'connecting: nothing is known of it yet'],
    ['streaming', trust('trusted'), 'regular', 'live: it is trusted'],
    ['streaming', trust('stale'), 'regular', 'stale: it is stale'],
    ['streaming', trust('halted'), 'regular', 'halted: it is halted'],
    ['streaming', trust('halted'), 'extended', 'live: it is halted'],
    ['streaming', trust('unknown'), 'regular', 'stale: it is unknown'],
    ['streaming', trust('unknown'), 'closed', 'stale: it is unknown'],
    ['streaming', trust('stale'), 'closed', 'closed: outside trading hours'],
    ['lost', trust('trusted'), 'regular', 'stale: because lost'],
    ['lost', unheard, 'regular', 'connecting: because lost'],
    ['lost', trust('trusted'), 'closed', 'closed: outside trading hours'],
    ['polling', trust('trusted'), 'regular', 'polling: because polling'],
    ['polling', trust('halted'), 'regular', 'halted: it is halted'],
    ['polling', trust('unknown'), 'regular', 'stale: it is unknown'],
    ['delayed', trust('trusted'), 'extended', 'delayed: because delayed'],
  ];
  for (const [kind, of, hours, expected] of table) {
    it(`is ${expected} (${kind}, ${of.state}, ${hours})`, () => {
      const { state, reason } = symbolState(phase(kind), of, hours);
      expect(`${state}: ${reason}`).to.equal(expected);
    });
  }
});

describe('the hours of the market', () => {
  // the day before Independence Day 2024 closed at 13:00, and its late session at 17:00
  const cases: [string, string, Hours][] = [
    ['2024-07-02', '03:59', 'closed'],
    ['2024-07-02', '09:29', 'extended'],
    ['2024-07-02', '09:30', 'regular'],
    ['2024-07-02', '16:00', 'extended'],
    ['2024-07-03', '13:00', 'extended'],
    ['2024-07-04', '12:00', 'closed'],
    ['2024-07-06', '12:00', 'closed'],
  ];
  for (const [date, clock, hours] of cases) it(`are ${hours} on ${date} at ${clock}`, () => expect(hoursAt(nyseCalendar(), atNewYork(date, clock))).to.equal(hours));
  it('are never known without a calendar', () => expect(hoursAt(undefined, atNewYork('2024-07-06', '12:00'))).to.equal('extended'));
  it('are not known before the market has told its time', () => expect(hoursAt(nyseCalendar(), 0)).to.equal('extended'));
});
