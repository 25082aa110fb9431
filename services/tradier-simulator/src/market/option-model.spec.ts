import { expect } from 'chai';
import fc from 'fast-check';
import { equitySymbol, price } from '@sofi/domain';
import { expirationType, expiryTime, intrinsicValue, occSymbol, optionQuote, parseOcc } from './option-model.js';

const NOW = Date.parse('2026-03-02T15:00:00Z');

describe('The option model', () => {
  it('reads OCC symbols, adjusted and weekly roots and class shares included', () => {
    expect(parseOcc('AAPL220617C00270000')).to.deep.equal({
      symbol: 'AAPL220617C00270000',
      root: 'AAPL',
      underlying: 'AAPL',
      expiration: '2022-06-17',
      type: 'call',
      strike: price(270),
    });
    expect(parseOcc('SPXW230922P04350000')).to.include({ root: 'SPXW', underlying: 'SPX', strike: price(4350) });
    expect(parseOcc('AMZN7220617C00270500')).to.include({ root: 'AMZN7', underlying: 'AMZN', strike: price(270.5) });
    expect(parseOcc('BRKB260320P00500000')).to.include({ underlying: 'BRK/B' });
    expect(occSymbol(equitySymbol('BRK/B'), '2026-03-20', 'put', price(500))).to.equal('BRKB260320P00500000');
    for (const text of ['AAPL', 'AAPL220617X00270000', 'AAPL221317C00270000', 'AAPL220230C00270000', 'AAPL220617C00000000', '']) expect(parseOcc(text), text).to.equal(undefined);
  });

  it('asks more than it bids, never less than the option is worth at once, and is silent after the last bell', () => {
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 400 }), fc.integer({ min: 5, max: 400 }), fc.constantFrom('call' as const, 'put' as const), (spot, strike, type) => {
        const symbol = occSymbol(equitySymbol('AAPL'), '2026-06-19', type, price(strike));
        const quote = optionQuote(symbol, price(spot), NOW)!;
        expect(quote.ask).to.be.greaterThan(quote.bid);
        expect(quote.bid).to.be.at.least(0);
        expect(quote.last).to.be.at.least(intrinsicValue({ type, strike: price(strike) }, price(spot)));
        expect(optionQuote(symbol, price(spot), NOW)).to.deep.equal(quote);
        expect(Math.abs(quote.greeks.delta)).to.be.at.most(1);
      }),
    );
    const contract = parseOcc('AAPL260302C00100000')!;
    expect(expiryTime(contract)).to.equal(Date.parse('2026-03-02T21:00:00Z'));
    expect(optionQuote(contract, price(120), expiryTime(contract) - 60_000)).to.include({ last: price(20) });
    expect(optionQuote(contract, price(120), expiryTime(contract))).to.equal(undefined);
  });

  it('is worth more with more time, and tells standard dates from weekly ones', () => {
    const worth = (date: string) => optionQuote(occSymbol(equitySymbol('AAPL'), date, 'call', price(200)), price(200), NOW)!.last;
    expect(worth('2026-04-17')).to.be.greaterThan(worth('2026-03-20'));
    expect(expirationType('2026-03-20')).to.equal('standard');
    expect(expirationType('2026-03-27')).to.equal('weeklys');
  });
});
