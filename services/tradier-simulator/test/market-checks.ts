import { expect } from 'chai';
import { shiftDate } from '@sofi/domain';
import { TradierError } from '@sofi/tradier';
import type { EndpointCheck } from './endpoint-check.js';
import { anExpiration } from './an-expiration.js';

export const MARKET_CHECKS = {
  'markets.quotes': async ({ markets }) => {
    const { quotes, unmatched } = await markets.quotes(['AAPL', 'ZZZZ'], { includeLotSize: true });
    expect(quotes).to.have.length(1);
    expect(quotes[0]).to.include({ symbol: 'AAPL', type: 'stock', lot_size: 100 });
    expect(quotes[0]?.bid).to.be.lessThan(quotes[0]?.ask ?? 0);
    expect(unmatched).to.deep.equal(['ZZZZ']);
  },
  'markets.quotesByPost': async ({ markets }) => {
    const unknown = Array.from({ length: 400 }, (_, at) => `ZZZZ${at}`);
    const { quotes, unmatched } = await markets.quotes([...unknown, 'KO']);
    expect(quotes.map(({ symbol }) => symbol)).to.deep.equal(['KO']);
    expect(unmatched).to.deep.equal(unknown);
  },
  'markets.history': async ({ markets }) => {
    for (const interval of ['daily', 'weekly', 'monthly'] as const) {
      const bars = await markets.history('KO', { interval });
      expect(bars.map(({ date }) => date)).to.deep.equal(bars.map(({ date }) => date).toSorted());
      for (const { high, low, open } of bars) expect(open).to.be.within(low ?? 0, high ?? 0);
    }
    expect(await markets.history('ZZZZ')).to.deep.equal([]);
  },
  'markets.timesales': async ({ markets }) => {
    const yesterday = shiftDate((await markets.clock()).date ?? '', -1);
    const minutes = await markets.timesales('KO', { interval: '1min', start: `${yesterday} 10:00`, end: `${yesterday} 10:04` });
    expect(minutes).to.have.length(5);
    expect((minutes[4]?.timestamp ?? 0) - (minutes[0]?.timestamp ?? 0)).to.equal(4 * 60_000);
    const tooEarly = await markets.timesales('KO', { interval: '1min', start: '2013-01-02 09:30' }).catch((failure: unknown) => failure);
    expect(tooEarly).to.be.instanceOf(TradierError).with.property('problem', 'refused');
  },
  'markets.clock': async ({ markets }) => expect(await markets.clock()).to.include({ state: 'open', next_change: '24:00' }),
  'markets.calendar': async ({ markets }) => {
    const days = await markets.calendar({ year: 2026, month: 2 });
    expect(days).to.have.length(28);
    expect(days[0]).to.deep.include({ date: '2026-02-01', status: 'open', open: { start: '00:00', end: '24:00' } });
  },
  'markets.etb': async ({ markets }) => expect((await markets.easyToBorrow()).map(({ symbol }) => symbol)).to.include.members(['AAPL', 'SPY']),
  'markets.search': async ({ markets }) => {
    expect(await markets.search('tesla', { indexes: false })).to.deep.equal([{ symbol: 'TSLA', description: 'Tesla Inc', exchange: 'Q', type: 'stock' }]);
    expect(await markets.search('nothing at all')).to.deep.equal([]);
  },
  'markets.lookup': async ({ markets }) => expect((await markets.lookup({ q: 'SP', types: ['etf'], exchanges: ['P'] })).map(({ symbol }) => symbol)).to.deep.equal(['SPY']),
  'options.chain': async (client) => {
    const chain = await client.options.chain('AAPL', await anExpiration(client), { greeks: true });
    expect(chain).to.have.length(82);
    for (const { greeks, bid, ask, type } of chain) {
      expect(type).to.equal('option');
      expect(bid).to.be.lessThan(ask ?? 0);
      expect(Math.abs(greeks?.delta ?? 2)).to.be.at.most(1);
    }
    expect(await client.options.chain('AAPL', '2013-01-18')).to.deep.equal([]);
  },
  'options.strikes': async (client) => {
    const strikes = await client.options.strikes('AAPL', await anExpiration(client));
    expect(strikes).to.have.length(41);
    expect(strikes).to.deep.equal(strikes.toSorted((a, b) => a - b));
  },
  'options.expirations': async ({ options }) => {
    const [bare] = await options.expirations('AAPL');
    expect(bare).to.include({ contract_size: null, strikes: null });
    const [whole] = await options.expirations('AAPL', { strikes: true, contractSize: true, expirationType: true, includeAllRoots: true });
    expect(whole).to.include({ date: bare?.date, contract_size: 100 });
    expect(whole?.strikes).to.have.length(41);
  },
  'options.lookup': async (client) => {
    const [root] = await client.options.lookup('AAPL');
    expect(root?.rootSymbol).to.equal('AAPL');
    const [option] = await client.options.chain('AAPL', await anExpiration(client));
    expect(root?.options).to.include(option?.symbol);
  },
  'sessions.market': async ({ sessions }) => expect(await sessions.market()).to.have.keys('url', 'sessionid'),
  'sessions.account': async ({ sessions }) => expect(await sessions.account()).to.have.keys('url', 'sessionid'),
} satisfies Record<string, EndpointCheck>;
