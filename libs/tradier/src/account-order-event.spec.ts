import { expect } from 'chai';
import { readAccountMessage } from './account-order-event.js';

/** as Tradier documents it, with the account altered */
const documented = {
  ...{ id: 1107075, event: 'order', status: 'open', type: 'limit', price: 10.0, stop_price: 0.0, avg_fill_price: 0.0, executed_quantity: 0.0 },
  ...{ last_fill_quantity: 0.0, remaining_quantity: 2.0, transaction_date: '2021-08-09T20:05:35.277Z', create_date: '2021-08-09T20:05:35.277Z', account: '6YA00000' },
};
const read = (wire: unknown) => readAccountMessage(typeof wire === 'string' ? wire : JSON.stringify(wire));
const order = { brokerOrderId: '1107075', account: '6YA00000', status: 'working', filledQuantity: 0, averageFillPrice: 0, time: Date.UTC(2021, 7, 9, 20, 5, 35, 277) };

describe('a message of the account stream', () => {
  it('tells the state of an order', () => expect(read(documented)).to.deep.equal({ kind: 'order', order }));
  it('may call the filled quantity either way, and write numbers as texts', () => {
    const { executed_quantity: _, ...rest } = documented;
    const filled = { ...order, status: 'filled', filledQuantity: 2, averageFillPrice: 9_990_000 };
    const wire = { ...rest, id: '1107075', status: 'filled', exec_quantity: '2.00000000', avg_fill_price: '9.99' };
    expect(read(wire)).to.deep.equal({ kind: 'order', order: filled });
  });
  it('names the parent of a leg, and our own order by its tag', () => {
    const parent = { ...documented, parent_id: 1107074, tag: 'not ours' };
    expect(read(parent)).to.deep.equal({ kind: 'order', order: { ...order, parentId: '1107074' } });
    expect(read({ ...documented, parent_id: 0, tag: null })).to.deep.equal({ kind: 'order', order });
  });
  it('may be a heartbeat', () => expect(read({ event: 'heartbeat', status: 'active', timestamp: '2025-12-10T18:02:51.028929606Z' })).to.deep.equal({ kind: 'heartbeat' }));
  it('may be an error', () => expect(read({ error: 'session not found' })).to.deep.equal({ kind: 'error', text: 'session not found' }));

  const unknown: [string, unknown][] = [
    ['another event', { event: 'weather' }],
    ['an order without its time', { ...documented, transaction_date: undefined }],
    ['an order without its status', { ...documented, status: undefined }],
    ['a quantity that is none', { ...documented, executed_quantity: 'many' }],
    ['what is no JSON', '{"event":order}'],
  ];
  for (const [name, wire] of unknown) it(`is not understood where it is ${name}`, () => expect(read(wire)).to.deep.equal({ kind: 'unknown' }));
});
