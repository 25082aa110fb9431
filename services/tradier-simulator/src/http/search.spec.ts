import { expect } from 'chai';
import { equitySymbol } from '@sofi/domain';
import { searchRoutes } from './search.js';
import { ask, standing } from './testing.js';

type Row = { symbol: string; exchange: string; type: string; description: string };

describe('Names of shares', () => {
  const routes = searchRoutes(standing());
  const get = (path: string) => ask(routes, 'GET', `/v1/markets/${path}`);
  const rows = (path: string) => [(get(path) as { securities: { security: Row | Row[] } }).securities.security].flat();

  it('are found in any part of a company’s name, or at the beginning of a symbol', () => {
    expect(rows('search?q=apple&indexes=false')).to.deep.equal([{ symbol: 'AAPL', exchange: 'Q', type: 'stock', description: 'Apple Inc' }]);
    expect(rows('search?q=goog').map(({ symbol }) => symbol)).to.deep.equal(['GOOGL', 'GOOG']);
    expect(get('search')).to.deep.equal([400, 'Invalid parameter, q: is required.']);
    expect(get('search?q=apple&indexes=maybe')).to.deep.equal([400, 'Invalid parameter, indexes: is not valid.']);
  });

  it('are looked up by exchange and type, with a beginning or without', () => {
    for (const { exchange, type } of rows('lookup?exchanges=P,Q&types=etf')) expect([type, 'PQ'.includes(exchange)]).to.deep.equal(['etf', true]);
    expect(rows('lookup?q=brk').map(({ symbol }) => symbol)).to.include('BRK/B');
    expect(get('lookup?types=index'), 'there is none').to.deep.equal({ securities: null });
    expect(get('lookup?types=bond')).to.deep.equal([400, 'Invalid parameter, types: is not valid.']);
  });

  it('are on the list of what is easy to borrow, where the broker lends them', () => {
    expect(rows('etb')).to.deep.include({ symbol: 'AAPL', exchange: 'Q', type: 'stock', description: 'Apple Inc' });
    const simulation = standing();
    const listings = ['AMC', 'KO'].flatMap((symbol) => simulation.market.listing(equitySymbol(symbol)) ?? []);
    Object.assign(simulation.market, { listings });
    expect(ask(searchRoutes(simulation), 'GET', '/v1/markets/etb')).to.have.nested.property('securities.security.symbol', 'KO');
  });
});
