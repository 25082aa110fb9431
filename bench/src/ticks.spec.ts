import { expect } from 'chai';
import { encodeTrade } from '@sofi/contracts';
import { numberIn, tick, wireOf } from './ticks.js';

describe('a tick', () => {
  it('is known by its number in the payload that reaches the browser', () => {
    const frame = `{"channel":"quote:MSFT","subject":"md.trade.MSFT","data":${encodeTrade(tick(40_021, 1_700_000_000_000))}}`;
    expect(numberIn(Buffer.from(frame))).to.equal(40_021);
    expect(numberIn(Buffer.from('{"channel":"system"}'))).to.equal(undefined);
  });

  it('enters as a line of the market stream', () => {
    expect(JSON.parse(wireOf(tick(21, 1_700_000_000_000)))).to.include({ type: 'trade', symbol: 'MSFT', cvol: '21', price: '100.21', date: '1700000000000' });
  });
});
