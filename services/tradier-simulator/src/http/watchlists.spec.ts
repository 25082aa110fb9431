import { expect } from 'chai';
import { Journal } from '../journal.js';
import { Scratch } from '../testing.js';
import { positionGroupRoutes } from './position-groups.js';
import { ask } from './testing.js';
import { watchlistRoutes } from './watchlists.js';

describe('Watchlists', () => {
  const routes = () => watchlistRoutes(new Journal(undefined));
  const names = (answer: unknown) => [(answer as { watchlists: { watchlist: { id: string }[] } }).watchlists.watchlist].flat().map(({ id }) => id);

  it('begin with an empty one by the name of default', () => {
    const lists = routes();
    const { watchlists } = ask(lists, 'GET', '/v1/watchlists') as { watchlists: { watchlist: Record<string, string> } };
    expect(watchlists.watchlist).to.include({ name: 'default', id: 'default' });
    expect(watchlists.watchlist['public_id']).to.match(/^public-[a-z0-9]+$/);
    expect(ask(lists, 'GET', '/v1/watchlists/default')).to.not.have.nested.property('watchlist.items');
  });

  it('are named by their id, lower case with underscores, and fold a single symbol', () => {
    const lists = routes();
    expect(ask(lists, 'POST', '/v1/watchlists', { name: 'My Watchlist', symbols: 'aapl' })).to.deep.nested.include({
      'watchlist.name': 'My Watchlist',
      'watchlist.id': 'my_watchlist',
      'watchlist.items': { item: { symbol: 'AAPL', id: 'aapl' } },
    });
    const both = {
      item: [
        { symbol: 'AAPL', id: 'aapl' },
        { symbol: 'BRK/B', id: 'brk/b' },
      ],
    };
    expect(ask(lists, 'POST', '/v1/watchlists/my_watchlist/symbols', { symbols: 'BRK/B,AAPL' })).to.have.deep.nested.property('watchlist.items', both);
    expect(ask(lists, 'GET', '/v1/watchlists/my_watchlist')).to.have.deep.nested.property('watchlist.items', both);
    expect(ask(lists, 'DELETE', '/v1/watchlists/my_watchlist/symbols/BRK%2FB')).to.have.nested.property('watchlist.items.item.symbol', 'AAPL');
    expect(names(ask(lists, 'GET', '/v1/watchlists'))).to.deep.equal(['default', 'my_watchlist']);
  });

  it('are renamed with their symbols, or given others, and tell what is left when one is deleted', () => {
    const lists = routes();
    ask(lists, 'POST', '/v1/watchlists', { name: 'Old', symbols: 'AAPL,KO' });
    expect(ask(lists, 'PUT', '/v1/watchlists/old', { name: 'New one' })).to.have.deep.nested.property('watchlist.items.item[1]', { symbol: 'KO', id: 'ko' });
    expect(ask(lists, 'PUT', '/v1/watchlists/new_one', { name: 'New one', symbols: 'GE' })).to.have.nested.property('watchlist.items.item.symbol', 'GE');
    expect(names(ask(lists, 'DELETE', '/v1/watchlists/new_one'))).to.deep.equal(['default']);
    expect(ask(lists, 'DELETE', '/v1/watchlists/default')).to.deep.equal({ watchlists: 'null' });
  });

  it('that are not there, or are there already, or have no name, are refused', () => {
    const lists = routes();
    expect(ask(lists, 'GET', '/v1/watchlists/none')).to.deep.equal([400, 'Invalid parameter, watchlist_id: is not valid.']);
    expect(ask(lists, 'POST', '/v1/watchlists', { symbols: 'AAPL' })).to.deep.equal([400, 'Invalid parameter, name: is required.']);
    expect(ask(lists, 'POST', '/v1/watchlists', { name: 'Default' })).to.deep.equal([400, 'Invalid parameter, name: already exists.']);
    expect(ask(lists, 'POST', '/v1/watchlists/default/symbols')).to.deep.equal([400, 'Invalid parameter, symbols: is required.']);
    expect(ask(lists, 'POST', '/v1/watchlists', { name: 'odd', symbols: 'A B' })).to.deep.equal([400, 'Invalid parameter, symbols: is not valid.']);
  });
});

describe('What a user has written down', () => {
  let scratch: Scratch;
  beforeEach(() => (scratch = new Scratch()));
  afterEach(() => scratch.remove());

  it('is there after a kill as it was before', () => {
    const file = scratch.file('journal.jsonl');
    const groups = '/v1/accounts/SIM0000001/position-groups';
    const before = new Journal(file);
    const [lists, grouped] = [watchlistRoutes(before), positionGroupRoutes(before)];
    ask(lists, 'POST', '/v1/watchlists', { name: 'Mine', symbols: 'AAPL' });
    ask(lists, 'DELETE', '/v1/watchlists/default');
    ask(grouped, 'POST', groups, { label: 'gone', symbols: 'KO' });
    ask(grouped, 'POST', groups, { label: 'kept', symbols: 'GE' });
    ask(grouped, 'DELETE', `${groups}/1`);
    const after = new Journal(file);
    expect(ask(watchlistRoutes(after), 'GET', '/v1/watchlists')).to.deep.equal(ask(lists, 'GET', '/v1/watchlists'));
    expect(ask(watchlistRoutes(after), 'GET', '/v1/watchlists/mine')).to.have.nested.property('watchlist.items.item.symbol', 'AAPL');
    expect(ask(positionGroupRoutes(after), 'GET', groups)).to.deep.equal({ 'position-groups': [{ id: 2, label: 'kept', symbols: ['GE'] }] });
    before.close();
    after.close();
  });
});

describe('Position groups', () => {
  const groups = '/v1/accounts/SIM0000001/position-groups';

  it('are a list that is never folded, and can be changed and deleted', () => {
    const routes = positionGroupRoutes(new Journal(undefined));
    expect(ask(routes, 'GET', groups)).to.deep.equal({ 'position-groups': [] });
    const call = { label: 'TROW Covered Call', symbols: 'TROW,TROW260116C00125000' };
    expect(ask(routes, 'POST', groups, call)).to.deep.equal({ 'position-groups': [{ id: 1, label: 'TROW Covered Call', symbols: ['TROW', 'TROW260116C00125000'] }] });
    ask(routes, 'PUT', `${groups}/1`, { label: 'shares', symbols: 'TROW' });
    expect(ask(routes, 'GET', groups)).to.deep.equal({ 'position-groups': [{ id: 1, label: 'shares', symbols: ['TROW'] }] });
    expect(ask(routes, 'DELETE', `${groups}/1`)).to.deep.equal({ 'position-groups': [] });
  });

  it('need a label and symbols, and an account and a group that are there', () => {
    const routes = positionGroupRoutes(new Journal(undefined));
    expect(ask(routes, 'POST', groups, { symbols: 'KO' })).to.deep.equal([400, 'Invalid parameter, label: is required.']);
    expect(ask(routes, 'POST', groups, { label: 'x' })).to.deep.equal([400, 'Invalid parameter, symbols: is required.']);
    expect(ask(routes, 'PUT', `${groups}/7`, { label: 'x', symbols: 'KO' })).to.deep.equal([400, 'Invalid parameter, group_id: is not valid.']);
    expect(ask(routes, 'GET', '/v1/accounts/VA000001/position-groups')).to.deep.equal([401, 'Unauthorized Account: VA000001']);
  });
});
