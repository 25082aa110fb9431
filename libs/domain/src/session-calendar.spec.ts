import { expect } from 'chai';
import { RuleError } from './errors.js';
import type { Session } from './session.js';
import { calendarOf } from './session-calendar.js';

const session = (date: string, open: number, close: number): Session => ({ date, open, close, preOpen: open, postClose: close });
const monday = session('monday', 100, 200);
const tuesday = session('tuesday', 300, 400);

describe('a calendar of listed sessions', () => {
  const calendar = calendarOf([tuesday, monday]);
  const table: { time: number; at?: Session; latest?: Session; next?: Session }[] = [
    { time: 99, next: monday },
    { time: 100, at: monday, latest: monday, next: tuesday },
    { time: 199, at: monday, latest: monday, next: tuesday },
    { time: 200, latest: monday, next: tuesday },
    { time: 300, at: tuesday, latest: tuesday },
    { time: 400, latest: tuesday },
  ];
  for (const { time, ...expected } of table) {
    it(`answers at ${time}`, () => {
      expect([calendar.at(time), calendar.latest(time), calendar.next(time)]).to.deep.equal([expected.at, expected.latest, expected.next]);
    });
  }

  it('finds a session by its day', () => expect([calendar.on('tuesday'), calendar.on('sunday')]).to.deep.equal([tuesday, undefined]));
  it('lets one session begin where another ends', () => expect(calendarOf([monday, session('next', 200, 300)]).at(200)?.date).to.equal('next'));
  it('refuses overlapping sessions', () => expect(() => calendarOf([monday, session('next', 199, 300)])).to.throw(RuleError, 'overlaps the session of monday'));
  it('refuses a session that never opens', () => expect(() => calendarOf([session('next', 200, 200)])).to.throw(RuleError, 'must open before it closes'));
});
