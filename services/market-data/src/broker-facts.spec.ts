import { equitySymbol, UnavailableError, type MarketHistory, type Read, type Session } from '@sofi/domain';
import { expect } from 'chai';
import { BrokerFacts } from './broker-facts.js';

const away: Read<never> = { state: 'unavailable', reason: 'the broker does not answer' };
const known = <T>(value: T): Read<T> => ({ state: 'known', value });
const OPEN = Date.parse('2013-10-07T13:30:00Z');
const one: Session = { date: '2013-10-07', preOpen: OPEN - 5.5 * 3_600_000, open: OPEN, close: OPEN + 6.5 * 3_600_000, postClose: OPEN + 10.5 * 3_600_000 };

/** A broker that does not answer, but for what is given. */
const broker = (answers: Partial<MarketHistory>): MarketHistory => ({
  minuteBars: async () => away,
  dailyBars: async () => away,
  tradedMinutes: async () => away,
  snapshots: async () => away,
  search: async () => away,
  now: async () => away,
  sessions: async () => away,
  ...answers,
});

describe('facts of the broker', () => {
  const symbol = equitySymbol('AAPL');
  const facts = new BrokerFacts(broker({}));
  const questions = {
    bars: () => facts.bars({ symbol, from: OPEN, to: OPEN + 60_000 }),
    'minutes that were traded': () => facts.minutes({ symbol, from: OPEN, to: OPEN + 60_000 }),
    snapshots: () => facts.snapshots({ symbols: [symbol] }),
    'a search': () => facts.search({ text: 'apple' }),
    'the clock': () => facts.now(),
    sessions: () => facts.sessions({ year: 2013, month: 10 }),
  };
  for (const [name, ask] of Object.entries(questions)) {
    it(`${name}: unavailable where the broker does not answer, never empty`, async () => {
      expect(await ask().then(String, (error: unknown) => error)).to.be.instanceOf(UnavailableError);
    });
  }

  it('are empty where the broker says so', async () => {
    const empty = new BrokerFacts(broker({ minuteBars: async () => known([]), search: async () => known([]) }));
    expect(await empty.bars({ symbol, from: OPEN, to: OPEN + 1 })).to.deep.equal({ bars: [] });
    expect(await empty.search({ text: 'nobody' })).to.deep.equal({ found: [] });
  });

  it('the broker’s own calendar goes first, and is asked once a month', async () => {
    let asked = 0;
    const calendar = new BrokerFacts(broker({ sessions: async () => ((asked += 1), known([one])) }));
    for (let time = 0; time < 2; time++) expect(await calendar.sessions({ year: 2013, month: 10 })).to.deep.equal({ sessions: [one], source: 'broker' });
    expect(asked).to.equal(1);
  });

  it('the built-in calendar answers for a month that the broker does not know, and says so', async () => {
    const calendar = new BrokerFacts(broker({ sessions: async () => known([]) }));
    const { sessions, source } = await calendar.sessions({ year: 2013, month: 12 });
    expect(source).to.equal('built-in');
    // December 2013: 22 weekdays less Christmas; the 24th closed at 13:00 (NYSE holiday table)
    expect(sessions).to.have.length(21);
    expect(sessions.map(({ date }) => date))
      .to.include('2013-12-31')
      .and.not.include('2013-12-25');
    expect(sessions.find(({ date }) => date === '2013-12-24')?.close).to.equal(Date.parse('2013-12-24T18:00:00Z'));
  });
});
