import type { Bus } from '@sofi/nats';
import { expect } from 'chai';
import { MarketCalendar } from './market-calendar.js';

const NOON = Date.parse('2013-10-07T12:00:00-04:00');

describe('the market’s calendar', () => {
  it('is asked for once, however many want it at the same time', async () => {
    const asked: string[] = [];
    const ask = async (_command: string, { year, month }: { year: number; month: number }) => {
      asked.push(`${year}-${month}`);
      return { sessions: [], source: 'broker' };
    };
    const calendar = new MarketCalendar({ ask } as unknown as Pick<Bus, 'ask'>);
    await Promise.all([calendar.cover(NOON), calendar.cover(NOON), calendar.cover(NOON + 1_000)]);
    expect(asked, 'the month and its neighbours').to.deep.equal(['2013-9', '2013-10', '2013-11']);
    expect(calendar.covers(NOON)).to.equal(true);
  });
});
