import { expect } from 'chai';
import type { Bar, OrderRow } from '../wire.js';
import { fillMarks } from './fill-marks.js';

const bar = (time: number): Bar => ({ time, open: 1, high: 1, low: 1, close: 1, volume: 0, tradeCount: 0, vwap: 1, revision: 0, quality: 'whole' });
const order = (side: OrderRow['side'], updatedAt: number, filledQuantity: number): OrderRow => ({
  orderId: 'o',
  brokerOrderId: null,
  account: 'A',
  symbol: 'AAPL',
  side,
  quantity: 10,
  type: 'market',
  limitPrice: null,
  stopPrice: null,
  duration: 'day',
  status: 'filled',
  filledQuantity,
  averageFillPrice: 27.5,
  origin: 'person:admin',
  strategyId: null,
  reason: '',
  createdAt: 0,
  updatedAt,
});

describe('marks of fills', () => {
  const bars = [bar(60_000), bar(120_000), bar(180_000)];
  it('lie on the bar that was open, in order of time', () => {
    // two buys of 10 within the first minute are one mark of 20
    expect(fillMarks([order('sell', 180_000, 10), order('buy', 119_999, 10), order('buy', 60_000, 10)], bars)).to.deep.equal([
      { time: 60_000, buying: true, text: 'B 20' },
      { time: 180_000, buying: false, text: 'S 10' },
    ]);
  });
  it('leave out what was not filled and what lies before the chart', () => {
    expect(fillMarks([order('buy', 130_000, 0), order('buy', 59_999, 10)], bars)).to.deep.equal([]);
  });
});
