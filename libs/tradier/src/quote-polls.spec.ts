import { equitySymbol } from '@sofi/domain';
import { expect } from 'chai';
import { ManualTime } from '../test/manual-time.js';
import { ScriptedHttp } from '../test/scripted-http.js';
import { LIVE_PACE, pollInterval, QuotePolls, SANDBOX_PACE } from './quote-polls.js';
import { TradierError } from './tradier-error.js';

describe('quotes that are read again and again', () => {
  const A = equitySymbol('A');
  let time: ManualTime;
  let failing: boolean;
  let told: string[];
  let http: ScriptedHttp;
  let polls: QuotePolls;
  beforeEach(() => {
    time = new ManualTime(0);
    failing = false;
    told = [];
    http = new ScriptedHttp((symbols) => {
      if (failing) throw new TradierError('unauthorised', 'no more');
      return symbols.map((symbol) => ({ symbol }));
    });
    const seconds = () => time.clock.now() / 1000;
    polls = new QuotePolls(http, time, LIVE_PACE, {
      read: ({ quotes }) => told.push(`${seconds()} read ${quotes.length}`),
      failed: (reason) => told.push(`${seconds()} ${reason}`),
    });
  });
  afterEach(async () => {
    await polls.close();
    expect(time.pending).to.equal(0);
    await http.close();
  });

  // a request carries 1,000 symbols; live 120 requests a minute, of which half are taken; in the sandbox 60
  const intervals: [number, number, number][] = [
    [1, 2_000, 10_000],
    [2_000, 2_000, 10_000],
    [2_001, 3_000, 10_000],
    [5_000, 5_000, 10_000],
    [10_000, 10_000, 20_000],
  ];
  for (const [symbols, live, sandbox] of intervals) {
    it(`come every ${live} ms for ${symbols} symbols, in the sandbox every ${sandbox}`, () => {
      expect([pollInterval(symbols, LIVE_PACE), pollInterval(symbols, SANDBOX_PACE)]).to.deep.equal([live, sandbox]);
    });
  }

  it('come at once, and then by the interval, until they are stopped', async () => {
    polls.start([A]);
    await time.pass(4000);
    polls.stop();
    await time.pass(10_000);
    expect(told).to.deep.equal(['0 read 1', '2 read 1', '4 read 1']);
  });

  it('pause for ten seconds after a failure: a revoked token is not hammered with', async () => {
    failing = true;
    polls.start([A]);
    await time.pass(10_000);
    expect(told).to.deep.equal(['0 no more', '10 no more']);
  });

  it('take a new list at once', async () => {
    polls.start([A]);
    await time.pass(500);
    polls.start([A, equitySymbol('B')]);
    await time.pass(500);
    expect(told).to.deep.equal(['0 read 1', '0.5 read 2']);
  });
});
