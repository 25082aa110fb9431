import type { Session } from '@sofi/domain';
import { expect } from 'chai';
import { FeedHours } from './feed-hours.js';

/** Saturday 5 October 2013, noon in New York */
const SATURDAY = Date.parse('2013-10-05T12:00:00-04:00');

const day = (date: string): Session => ({ date, open: SATURDAY - 1, close: SATURDAY + 1, preOpen: SATURDAY - 1, postClose: SATURDAY + 1 });
const alwaysOpen = { at: () => day('2013-10-05'), on: day };

describe('the hours of the feed', () => {
  it('are not known before the broker’s calendar is there: neither closed nor regular', () => {
    const hours = new FeedHours({ ...alwaysOpen, covers: () => false });
    expect(hours.at(SATURDAY)).to.equal(undefined);
    const { preOpen, postClose, open } = hours.on('2013-10-05')!;
    expect([preOpen, postClose].map((time) => new Date(time).toISOString())).to.deep.equal(['2013-10-05T04:00:00.000Z', '2013-10-06T04:00:00.000Z']);
    expect(open, 'no regular hours').to.equal(postClose);
  });

  it('are the broker’s from then on', () => {
    const hours = new FeedHours({ ...alwaysOpen, covers: () => true });
    expect(hours.at(SATURDAY)?.date).to.equal('2013-10-05');
    expect(hours.on('2013-10-05')?.date).to.equal('2013-10-05');
  });
});
