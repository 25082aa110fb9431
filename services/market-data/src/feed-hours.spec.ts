import { nyseCalendar, type Session } from '@sofi/domain';
import { expect } from 'chai';
import { FeedHours } from './feed-hours.js';

/** Saturday 5 October 2013, noon in New York */
const SATURDAY = Date.parse('2013-10-05T12:00:00-04:00');

const day = (date: string): Session => ({ date, open: SATURDAY - 1, close: SATURDAY + 1, preOpen: SATURDAY - 1, postClose: SATURDAY + 1 });
const alwaysOpen = { at: () => day('2013-10-05'), on: day };

describe('the hours of the feed', () => {
  it('are the built-in ones until the broker’s calendar is there', () => {
    const hours = new FeedHours({ ...alwaysOpen, covers: () => false });
    expect(hours.at(SATURDAY)).to.equal(undefined);
    expect(hours.on('2013-10-07')).to.deep.equal(nyseCalendar().on('2013-10-07'));
  });

  it('are the broker’s from then on', () => {
    const hours = new FeedHours({ ...alwaysOpen, covers: () => true });
    expect(hours.at(SATURDAY)?.date).to.equal('2013-10-05');
    expect(hours.on('2013-10-05')?.date).to.equal('2013-10-05');
  });
});
