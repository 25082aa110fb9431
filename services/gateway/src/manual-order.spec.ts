import { orderBody } from '@sofi/contracts';
import { price } from '@sofi/domain';
import { expect } from 'chai';
import { isIdempotencyKey, manualOrderId, ticketRequest } from './manual-order.js';

const who = { user: 'admin', account: 'VA1', time: 5 };
const request = (body: object) => ticketRequest(manualOrderId('admin', 'k'), orderBody.parse({ symbol: 'aapl', side: 'buy', quantity: 3, ...body }), who);

describe('manual order', () => {
  it('has one id for one person and key', () => {
    // printf 'admin\nk-1' | sha256sum
    expect(manualOrderId('admin', 'k-1')).to.equal('manual-4c68fc4298287835c695a84f4107c3da');
    expect(manualOrderId('admin', 'k-2')).to.not.equal(manualOrderId('admin', 'k-1'));
    expect(manualOrderId('other', 'k-1')).to.not.equal(manualOrderId('admin', 'k-1'));
  });

  it('takes as a key what a header can carry', () => {
    expect(isIdempotencyKey('3f0c-11')).to.equal(true);
    for (const bad of [undefined, '', ' ', 'a b', 'x'.repeat(256)]) expect(isIdempotencyKey(bad)).to.equal(false);
  });

  it('carries the prices of its type', () => {
    expect(request({ type: 'market' })).to.deep.include({ kind: 'ticket', symbol: 'AAPL', side: 'buy', quantity: 3, duration: 'day', terms: { type: 'market' }, ...who });
    expect(request({ type: 'stop_limit', limitPrice: 10.5, stopPrice: 10 })).to.deep.include({ terms: { type: 'stop_limit', limitPrice: price(10.5), stopPrice: price(10) } });
  });

  it('is no order without the stop that was asked for with it', () => {
    const ticket = { symbol: 'AAPL', side: 'buy', quantity: 3, type: 'market', bracket: { takeProfit: 12, stopLoss: 9 } };
    expect(orderBody.safeParse(ticket, { error: () => 'other words' }).error?.issues).to.deep.include({
      code: 'invalid_type',
      expected: 'never',
      path: ['bracket'],
      message: 'is not supported: place the stop and the target as orders of their own',
    });
  });
});
