import { expect } from 'chai';
import { equitySymbol, nyseCalendar } from '@sofi/domain';
import { LISTINGS, listingOf } from './listings.js';
import { MadeMarket } from './made-market.js';

describe('listings', () => {
  it('make up any symbol on demand, always the same', () => {
    expect(LISTINGS.has('WXYZ')).to.equal(false);
    expect(listingOf('WXYZ')).to.deep.equal(listingOf('WXYZ'));
    expect(listingOf('WXYZ')).to.include({ symbol: 'WXYZ', name: 'WXYZ (made up)' });
    expect(listingOf('AB/C')?.basePrice).to.be.within(12, 400);
    expect(listingOf('WXYZ')?.basePrice).to.not.equal(listingOf('WXYA')?.basePrice);
  });

  it('know nothing of five letters that are not on the list, nor of a letter three times running', () => {
    expect(listingOf('GOOGL')?.name).to.equal('Alphabet Inc');
    for (const symbol of ['ABCDE', 'ZZZZ', 'XXX', 'AAAB', 'abc', '']) expect(listingOf(symbol), symbol).to.equal(undefined);
  });

  it('trade like the others', () => {
    const market = new MadeMarket(3, nyseCalendar());
    const session = nyseCalendar().on('2026-03-10');
    const minutes = market.minutes(equitySymbol('WXYZ'), session?.open ?? 0, session?.close ?? 0);
    expect(minutes).to.have.length(390);
    expect(minutes.every(({ low, high, volume }) => low > 0 && low <= high && volume > 0)).to.equal(true);
  });
});
