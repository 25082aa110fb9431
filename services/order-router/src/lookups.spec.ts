import { price, type BrokerOrderId, type OrderId, type OrderReport, type Read } from '@sofi/domain';
import { expect } from 'chai';
import { SPY } from '../test/floor-scene.js';
import { Lookups } from './lookups.js';

const ours: OrderReport = {
  brokerOrderId: '11' as BrokerOrderId,
  orderId: 'a' as OrderId,
  symbol: SPY,
  status: 'working',
  filledQuantity: 0,
  averageFillPrice: price(0),
  lastFillPrice: price(0),
  time: 0,
};
const { orderId: _tag, ...untagged } = ours;
const list = (...value: OrderReport[]): Read<OrderReport[]> => ({ state: 'known', value });
const failed: Read<OrderReport[]> = { state: 'unavailable', reason: 'HTTP 502' };

describe('looking up an order by its tag', () => {
  const cases: [name: string, answers: Read<OrderReport[]>[], found: 'present' | 'absent', reads: number][] = [
    ['is over with the first read that shows it', [list(), list(untagged), list(untagged, ours)], 'present', 3],
    ['proves an absence by three good reads', [list(), list(untagged), list()], 'absent', 3],
    ['takes a failed read for no read at all', [list(), failed, failed, failed, list(), list(ours)], 'present', 6],
    ['goes on for as long as reads fail', [...Array.from({ length: 20 }, () => failed), list(ours)], 'present', 21],
  ];
  for (const [name, answers, found, reads] of cases) {
    it(name, async () => {
      let asked = 0;
      const lookups = new Lookups({ orders: async () => answers[asked++] ?? failed }, { everyMs: 1, reads: 3 });
      expect((await lookups.find('a' as OrderId, new AbortController().signal)).state).to.equal(found);
      expect(asked).to.equal(reads);
    });
  }

  it('ends where it is told to stop', async () => {
    const stop = new AbortController();
    const orders = async () => (stop.abort(), failed);
    const outcome = await new Lookups({ orders }, { everyMs: 60_000, reads: 3 }).find('a' as OrderId, stop.signal).catch((error: Error) => error.name);
    expect(outcome).to.equal('AbortError');
  });
});
