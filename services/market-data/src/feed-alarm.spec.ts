import type { FeedStatus } from '@sofi/contracts';
import { expect } from 'chai';
import { FeedAlarm } from './feed-alarm.js';

const status = (state: FeedStatus['state'], counts: FeedStatus['counts'] = {}): FeedStatus => ({
  state,
  reason: 'as told',
  mode: 'live',
  symbols: [],
  counts,
  troubled: [],
  lastEventTime: 0,
  time: 0,
});

describe('the feed alarm', () => {
  let told: string[];
  let alarm: FeedAlarm;
  const look = (times: number, said: FeedStatus) => {
    for (let time = 0; time < times; time += 1) alarm.look(said);
  };
  beforeEach(() => {
    told = [];
    alarm = new FeedAlarm({ stands: (_trouble, { what }) => void told.push(what), over: () => void told.push('over') });
  });

  it('waits a quarter of a minute before it says that the feed is in trouble', () => {
    look(14, status('connecting'));
    expect(told).to.deep.equal([]);
    look(1, status('connecting'));
    expect(told).to.deep.equal(['The price feed is connecting: as told']);
  });

  it('begins to count anew when the feed is well, and says so', () => {
    look(14, status('stale'));
    look(1, status('live'));
    look(14, status('stale'));
    expect(told).to.deep.equal(['over']);
  });

  it('counts symbols that are stale on a feed that lives', () => {
    look(15, status('live', { live: 1_998, stale: 2 }));
    expect(told.at(-1)).to.equal('The prices of 2 symbols are stale or halted');
  });

  it('lets the nightly end of the stream pass, when all symbols are closed', () => {
    look(20, { ...status('connecting', { closed: 1 }), symbols: ['AAPL' as FeedStatus['symbols'][number]] });
    expect(new Set(told)).to.deep.equal(new Set(['over']));
  });

  it('takes a closed market and delayed prices for no trouble', () => {
    look(20, status('closed'));
    look(20, status('delayed', { delayed: 3 }));
    expect(new Set(told)).to.deep.equal(new Set(['over']));
  });
});
