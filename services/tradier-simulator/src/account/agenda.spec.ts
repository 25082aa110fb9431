import { expect } from 'chai';
import { Agenda } from './agenda.js';

describe('The agenda', () => {
  it('does things by their time, those of one time as they came, and forgets what never comes', () => {
    const agenda = new Agenda();
    const done: string[] = [];
    for (const [due, name] of [
      [5, 'late'],
      [3, 'first'],
      [3, 'second'],
      [Number.POSITIVE_INFINITY, 'never'],
      [1, 'early'],
    ] as const)
      agenda.at(due, () => done.push(name));
    while (agenda.next < Number.POSITIVE_INFINITY) agenda.doNext();
    expect(done).to.deep.equal(['early', 'first', 'second', 'late']);
  });
});
