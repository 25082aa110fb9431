import type { EquitySymbol } from '@sofi/domain';
import { expect } from 'chai';
import { aggregated, type Outcome } from './aggregated.fixture.js';
import { asStream, FRIDAY_CLOSE, MONDAY_OPEN, seeded, SYMBOLS, twoDays } from './two-days.fixture.js';

const MINUTE = 60_000;
const unbroken = () => undefined;

/** One-minute bars by hand: open, high, low, close, volume and count of each minute's trades; a quiet minute repeats the last close. */
function minutesByHand(symbol: EquitySymbol): number[][] {
  const trades = twoDays().flatMap((step) => step.trades.filter((trade) => trade.symbol === symbol));
  const minutes = [...range(FRIDAY_CLOSE - 6 * MINUTE, FRIDAY_CLOSE), ...range(MONDAY_OPEN, MONDAY_OPEN + 7 * MINUTE)];
  let close: number | undefined;
  return minutes.flatMap((start) => {
    const prices = trades.filter(({ exchangeTime }) => exchangeTime >= start && exchangeTime < start + MINUTE);
    const paid = prices.map((trade) => trade.price as number);
    const open = paid[0] ?? close;
    close = paid.at(-1) ?? close;
    if (open === undefined || close === undefined) return [];
    return [[start, open, Math.max(open, ...paid), Math.min(open, ...paid), close, prices.reduce((sum, { size }) => sum + size, 0), prices.length]];
  });
}

function range(from: number, to: number): number[] {
  return Array.from({ length: (to - from) / MINUTE }, (_, index) => from + index * MINUTE);
}

describe('the aggregator', function () {
  this.timeout(60_000);
  let whole: Outcome;

  before(async () => {
    whole = await aggregated(asStream(twoDays(), unbroken));
  });

  for (const symbol of SYMBOLS) {
    it(`makes the minutes of ${symbol}: quiet ones flat, none in the weekend, none before the first trade`, () => {
      const minutes = whole.stored.filter((bar) => bar.symbol === symbol && bar.timeframe === '1m');
      expect(minutes.map(({ start, open, high, low, close, volume, tradeCount }) => [start, open, high, low, close, volume, tradeCount])).to.deep.equal(minutesByHand(symbol));
      expect(minutes.every(({ quality, revision }) => quality === 'whole' && revision === 0)).to.equal(true);
    });
  }

  it('publishes what it stores', () => {
    expect(whole.published).to.deep.equal(whole.stored);
    expect(new Set(whole.stored.map(({ timeframe }) => timeframe))).to.deep.equal(new Set(['1m', '5m', '15m', '30m', '1h', '4h', '1d']));
  });

  it('takes what a paced market says again for what it is: nothing new', async () => {
    const random = seeded(3);
    const messages = asStream(twoDays(), () => (random() < 0.15 ? (random() < 0.5 ? 'before the tick' : 'after the tick') : undefined));
    expect((await aggregated(messages)).stored).to.deep.equal(whole.stored);
  });

  // 103: killed again while it was reading again, and what it had done was forgotten
  for (const { seed, rate } of [...[1, 2, 3, 4].map((one) => ({ seed: one, rate: 0.01 })), { seed: 103, rate: 0.025 }]) {
    it(`makes and publishes the same bars however often it is killed, seed ${seed}`, async () => {
      const random = seeded(seed);
      const messages = asStream(twoDays(), () => (random() < 0.1 ? (random() < 0.5 ? 'before the tick' : 'after the tick') : undefined));
      const { stored, published, kills } = await aggregated(messages, () => random() < rate);
      expect(kills, 'kills').to.be.greaterThan(5);
      expect(stored).to.deep.equal(whole.stored);
      expect(published).to.deep.equal(whole.stored);
    });
  }
});
