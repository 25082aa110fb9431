import { expect } from 'chai';
import type { EndpointCheck } from './endpoint-check.js';

export const WATCHLIST_CHECKS = {
  'watchlists.list': async ({ watchlists }) => expect((await watchlists.list()).map(({ id }) => id)).to.include('default'),
  'watchlists.one': async ({ watchlists }) => expect(await watchlists.one('default')).to.deep.include({ name: 'default', items: [] }),
  'watchlists.create': async ({ watchlists }) => {
    const made = await watchlists.create('Made Here', ['AAPL', 'BRK/B']);
    expect(made.items.map(({ symbol }) => symbol)).to.deep.equal(['AAPL', 'BRK/B']);
    expect(await watchlists.one(made.id)).to.deep.equal(made);
  },
  'watchlists.update': async ({ watchlists }) => {
    const { id } = await watchlists.create('Old Name', ['KO']);
    const changed = await watchlists.update(id, 'New Name', ['GE', 'F']);
    expect(changed).to.include({ name: 'New Name' });
    expect(changed.items.map(({ symbol }) => symbol)).to.deep.equal(['GE', 'F']);
  },
  'watchlists.delete': async ({ watchlists }) => {
    const { id } = await watchlists.create('Goes', ['KO']);
    expect((await watchlists.delete(id)).map((list) => list.id))
      .to.include('default')
      .and.not.include(id);
  },
  'watchlists.addSymbols': async ({ watchlists }) => {
    const { id } = await watchlists.create('Grows');
    expect((await watchlists.addSymbols(id, ['KO', 'SPY'])).items.map(({ symbol }) => symbol)).to.deep.equal(['KO', 'SPY']);
  },
  'watchlists.removeSymbol': async ({ watchlists }) => {
    const { id } = await watchlists.create('Shrinks', ['BRK/B', 'KO']);
    expect((await watchlists.removeSymbol(id, 'BRK/B')).items.map(({ symbol }) => symbol)).to.deep.equal(['KO']);
  },
} satisfies Record<string, EndpointCheck>;
