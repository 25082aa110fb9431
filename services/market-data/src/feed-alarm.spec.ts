import type { FeedStatus } from '@sofi/contracts';
import { equitySymbol } from '@sofi/domain';
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

  it('names the symbols that can not be trusted on a feed that lives, the first with their reasons', () => {
    const of = (symbol: string, state: 'stale' | 'halted' | 'polling') => ({ symbol: equitySymbol(symbol), state, lastEventTime: 0, since: 0, reason: `as told of ${symbol}` });
    look(15, { ...status('live', { live: 1_991, stale: 2, polling: 1 }), troubled: [of('ZZZZ', 'stale'), of('IBM', 'stale'), of('KO', 'polling')] });
    expect(told.at(-1)).to.equal('Some prices can not be trusted: ZZZZ is stale (as told of ZZZZ), IBM is stale (as told of IBM)');
    alarm = new FeedAlarm({ stands: (_trouble, { what }) => void told.push(what), over: () => undefined });
    look(15, { ...status('live', { stale: 7 }), troubled: ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((symbol) => of(symbol, 'stale')) });
    expect(told.at(-1)).to.match(/E is stale \(as told of E\), 2 more$/);
  });

  it('lets the nightly end of the stream pass, when all symbols are closed', () => {
    look(20, { ...status('connecting', { closed: 1 }), symbols: [equitySymbol('AAPL')] });
    expect(new Set(told)).to.deep.equal(new Set(['over']));
  });

  it('takes a closed market and delayed prices for no trouble', () => {
    look(20, status('closed'));
    look(20, status('delayed', { delayed: 3 }));
    expect(new Set(told)).to.deep.equal(new Set(['over']));
  });
});
