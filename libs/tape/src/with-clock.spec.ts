import { expect } from 'chai';
import { equitySymbol, nyseCalendar, price, type Trade } from '@sofi/domain';
import { withClock } from './with-clock.js';

const OPEN = Date.parse('2013-10-07T13:30:00Z');

function trade(time: number): Trade {
  return { kind: 'trade', symbol: equitySymbol('BAC'), price: price(14), size: 1, cumulativeVolume: 1, exchange: 'N', session: 'regular', exchangeTime: time, receivedTime: time };
}
function story(times: readonly number[], options: Parameters<typeof withClock>[1] = {}, from = OPEN): string[] {
  return [
    ...withClock(
      times.map((time) => trade(from + time)),
      options,
    ),
  ].map((event) => (event.kind === 'clock' ? `clock ${event.time - from}` : `${event.kind === 'trade' ? event.exchangeTime - from : ''}`));
}

describe('The clock among the events', () => {
  it('ticks after each second in which something happened, and two seconds after each minute', () => {
    expect(story([100, 900, 1000, 1001, 125_000])).to.deep.equal([
      '100',
      '900',
      '1000',
      'clock 1000',
      '1001',
      'clock 2000',
      'clock 62000',
      'clock 122000',
      '125000',
      'clock 125000',
      'clock 182000',
    ]);
  });

  it('runs on until the last minute can be closed', () => {
    expect(story([59_999])).to.deep.equal(['59999', 'clock 60000', 'clock 62000']);
  });

  it('passes a night in one step where the calendar is known', () => {
    const lastMinute = Date.parse('2013-10-07T19:59:00Z');
    const nextMorning = Date.parse('2013-10-08T13:30:01Z') - lastMinute;
    expect(story([0, nextMorning], { calendar: nyseCalendar() }, lastMinute)).to.deep.equal([
      '0',
      'clock 0',
      'clock 2000',
      'clock 62000',
      `${nextMorning}`,
      `clock ${nextMorning}`,
      `clock ${nextMorning + 1000}`,
      `clock ${nextMorning + 61_000}`,
    ]);
  });
});
