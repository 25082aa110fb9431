import { expect } from 'chai';
import { marketClock } from './market-clock.js';

// 2013-10-07 and 08, New York in summer is UTC-4: pre-market 04:00, open 09:30, close 16:00, end of the post-market 20:00
const day = (date: string) => ({
  date,
  preOpen: Date.parse(`${date}T08:00Z`),
  open: Date.parse(`${date}T13:30Z`),
  close: Date.parse(`${date}T20:00Z`),
  postClose: Date.parse(`${date}T24:00Z`),
});
const sessions = [day('2013-10-07'), day('2013-10-08')];
const at = (time: string) => marketClock(sessions, Date.parse(time));

describe('market clock', () => {
  for (const [time, state, nextChange] of [
    ['2013-10-07T07:59Z', 'closed', '2013-10-07T08:00Z'],
    ['2013-10-07T08:00Z', 'premarket', '2013-10-07T13:30Z'],
    ['2013-10-07T13:30Z', 'open', '2013-10-07T20:00Z'],
    ['2013-10-07T20:00Z', 'postmarket', '2013-10-08T00:00Z'],
    ['2013-10-08T00:00Z', 'closed', '2013-10-08T08:00Z'],
  ] as const) {
    it(`is ${state} at ${time}, until ${nextChange}`, () => {
      expect(at(time)).to.include({ state, nextChange: Date.parse(nextChange) });
    });
  }

  it('does not guess beyond the calendar', () => {
    expect(at('2013-10-09T03:00Z')).to.deep.include({ state: 'closed', next: null, nextChange: null });
    expect(marketClock([], 0)).to.deep.include({ state: 'closed', session: null });
  });
});
