import { expect } from 'chai';
import { atNewYork } from '@sofi/domain';
import { optionRoutes } from './options.js';
import { quoteRoutes } from './quotes.js';
import { ask, standing } from './testing.js';

const CHAINS = '/v1/markets/options';
type Row = Record<string, unknown> & { symbol: string; strike: number; bid: number; ask: number; open: number; high: number; low: number; last: number };

describe('Options', () => {
  const simulation = standing();
  const routes = [...optionRoutes(simulation), ...quoteRoutes(simulation)];
  const get = (path: string) => ask(routes, 'GET', path);

  it('end on Fridays, and on the day before where that is a holiday', () => {
    const { expirations } = get(`${CHAINS}/expirations?symbol=AAPL`) as { expirations: { date: string[] } };
    // June 19 2026, the third Friday of its month, is Juneteenth
    expect(expirations.date.slice(0, 4)).to.deep.equal(['2026-06-12', '2026-06-18', '2026-06-26', '2026-07-02']);
    const { expirations: rows } = get(`${CHAINS}/expirations?symbol=AAPL&contractSize=true&expirationType=true`) as { expirations: { expiration: object[] } };
    expect(rows.expiration.slice(0, 2)).to.deep.equal([
      { date: '2026-06-12', contract_size: 100, expiration_type: 'weeklys' },
      { date: '2026-06-18', contract_size: 100, expiration_type: 'standard' },
    ]);
    const { expirations: deep } = get(`${CHAINS}/expirations?symbol=AAPL&strikes=true`) as { expirations: { expiration: { strikes: { strike: number[] } }[] } };
    expect(deep.expiration[0]?.strikes.strike).to.have.length(41);
    expect(get(`${CHAINS}/expirations?symbol=ZZZZ`)).to.deep.equal({ expirations: null });
  });

  it('of an index have a root of their own for weeklies, whose dates are told when all roots are asked for', () => {
    const dates = (query: string) => (get(`${CHAINS}/expirations?symbol=SPX${query}`) as { expirations: { date: string[] } }).expirations.date;
    expect(dates('')).to.not.include('2026-06-12');
    expect(dates('&includeAllRoots=true')).to.include('2026-06-12');
    const { symbols } = get(`${CHAINS}/lookup?underlying=SPX`) as { symbols: { rootSymbol: string; options: string[] }[] };
    expect(symbols.map(({ rootSymbol }) => rootSymbol)).to.have.members(['SPX', 'SPXW']);
    for (const { rootSymbol, options } of symbols) for (const option of options) expect(option).to.match(new RegExp(`^${rootSymbol}26|^${rootSymbol}27`));
    expect(get(`${CHAINS}/lookup?underlying=AAPL`)).to.have.nested.property('symbols[0].rootSymbol', 'AAPL');
    expect(get(`${CHAINS}/lookup?underlying=ZZZZ`)).to.deep.equal({ symbols: null });
  });

  it('stand in a chain strike by strike, the call before the put, each quoted as by itself', () => {
    const { strikes } = get(`${CHAINS}/strikes?symbol=AAPL&expiration=2026-06-18`) as { strikes: { strike: number[] } };
    const { options } = get(`${CHAINS}/chains?symbol=AAPL&expiration=2026-06-18`) as { options: { option: Row[] } };
    expect(options.option.map(({ strike, option_type }) => `${strike} ${String(option_type)}`)).to.deep.equal(
      strikes.strike.flatMap((strike) => [`${strike} call`, `${strike} put`]),
    );
    const [first] = options.option;
    expect(first).to.not.have.property('greeks');
    expect(first).to.include({
      type: 'option',
      underlying: 'AAPL',
      expiration_date: '2026-06-18',
      expiration_type: 'standard',
      contract_size: 100,
      root_symbol: 'AAPL',
      close: null,
    });
    expect(get(`/v1/markets/quotes?symbols=${first?.symbol ?? ''}`)).to.deep.equal({ quotes: { quote: first } });
    for (const { bid, ask: asked, last, low, high, open } of options.option) {
      expect(bid).to.be.lessThan(asked);
      expect(last).to.be.within(low, high);
      expect(open).to.be.within(low, high);
    }
    expect(get(`${CHAINS}/chains?symbol=AAPL&expiration=2026-06-19`), 'the holiday').to.deep.equal({ options: null });
    expect(get(`${CHAINS}/strikes?symbol=AAPL&expiration=2026-06-19`)).to.deep.equal({ strikes: null });
  });

  it('have greeks where they are asked for: of a call between 0 and 1, of its put one less', () => {
    const { options } = get(`${CHAINS}/chains?symbol=AAPL&expiration=2026-06-18&greeks=true`) as { options: { option: (Row & { greeks: Record<string, number | string> })[] } };
    for (let at = 0; at < options.option.length; at += 2) {
      const [call, put] = [options.option[at]?.greeks, options.option[at + 1]?.greeks];
      expect(call?.['delta']).to.be.within(0, 1);
      // N(d1) − (N(d1) − 1) = 1, to the seven digits of the approximation
      expect(Number(call?.['delta']) - Number(put?.['delta'])).to.be.closeTo(1, 1e-6);
      expect(call?.['updated_at']).to.equal('2026-06-10 16:00:00');
    }
  });

  it('are quoted beside shares, in words, until they end', () => {
    const { quotes } = get('/v1/markets/quotes?symbols=AAPL,BRKB260618P00500000,AAPL260609C00200000,ZZZZ260618C00200000&includeLotSize=true') as {
      quotes: { quote: Row[]; unmatched_symbols: unknown };
    };
    expect(quotes.quote.map(({ symbol, description, lot_size }) => [symbol, description, lot_size])).to.deep.equal([
      ['AAPL', 'Apple Inc', 100],
      ['BRKB260618P00500000', 'BRKB Jun 18 2026 $500.00 Put', 100],
    ]);
    expect(quotes.quote[1]).to.include({ underlying: 'BRK/B', strike: 500, option_type: 'put' });
    expect(quotes.unmatched_symbols).to.deep.equal({ symbol: ['AAPL260609C00200000', 'ZZZZ260618C00200000'] });
  });

  it('close with the session', () => {
    const evening = standing(atNewYork('2026-06-10', '18:00'));
    const { quotes } = ask(quoteRoutes(evening), 'GET', '/v1/markets/quotes?symbols=AAPL,AAPL260618C00200000') as { quotes: { quote: (Row & { close: number })[] } };
    for (const { close, last } of quotes.quote) expect(close).to.equal(last);
  });

  it('are asked for in Tradier’s words', () => {
    expect(get(`${CHAINS}/chains?symbol=AAPL`)).to.deep.equal([400, 'Invalid parameter, expiration: is required.']);
    expect(get(`${CHAINS}/chains?symbol=AAPL&expiration=june`)).to.deep.equal([400, 'Invalid parameter, expiration: is not valid.']);
    expect(get(`${CHAINS}/chains?expiration=2026-06-18`)).to.deep.equal([400, 'Invalid parameter, symbol: is required.']);
    expect(get(`${CHAINS}/lookup`)).to.deep.equal([400, 'Invalid parameter, underlying: is required.']);
    expect(get(`${CHAINS}/expirations?symbol=AAPL&strikes=yes`)).to.deep.equal([400, 'Invalid parameter, strikes: is not valid.']);
    expect(get('/v1/markets/quotes?symbols=,')).to.deep.equal([400, 'Invalid parameter, symbols: is required.']);
  });

  it('leave a share’s own quote with the year behind it', () => {
    type Share = { last: number; week_52_high: number; week_52_low: number; average_volume: number; root_symbols: string };
    const { quotes } = get('/v1/markets/quotes?symbols=BRK/B') as { quotes: { quote: Share } };
    expect(quotes.quote.last).to.be.within(quotes.quote.week_52_low, quotes.quote.week_52_high);
    expect(quotes.quote.average_volume).to.be.greaterThan(0);
    expect(quotes.quote.root_symbols).to.equal('BRKB');
  });
});
