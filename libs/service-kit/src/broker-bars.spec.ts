import type { CommandRequest } from '@sofi/contracts';
import { equitySymbol, price, UnavailableError, type Bar } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import { expect } from 'chai';
import { brokerBars } from './broker-bars.js';

const DAY = 86_400_000;
const AAPL = equitySymbol('AAPL');
const TO = 1_000 * DAY;

const bar = (timeframe: '1m' | '1d', start: number): Bar => {
  const one = price(1);
  const head = { symbol: AAPL, timeframe, start, end: start + 60_000, volume: 0, tradeCount: 0, revision: 0, quality: 'backfilled' as const };
  return { ...head, open: one, high: one, low: one, close: one, vwap: one };
};

/** Answers with the bars that start at these times, as market-data does: days by their date, so a bar before `from` may come along. */
function broker(starts: readonly number[], timeframe: '1m' | '1d' = '1m') {
  const asked: { from: number; to: number }[] = [];
  const ask = async (_name: string, { from, to }: CommandRequest<'market-data.bars'>) => {
    asked.push({ from, to });
    return { bars: starts.filter((start) => start >= from - 1 && start < to).map((start) => bar(timeframe, start)) };
  };
  return { asked, bus: { ask } as Pick<Bus, 'ask'> };
}

describe('bars of the broker', () => {
  it('come day by day, oldest first, each once', async () => {
    const starts = [TO - 3 * DAY, TO - 2 * DAY, TO - DAY - 1, TO - DAY, TO - 1];
    const { asked, bus } = broker(starts);
    const bars = await brokerBars(bus, { symbol: AAPL, timeframe: '1m', from: TO - 2.5 * DAY, to: TO });
    expect(bars.map(({ start }) => start)).to.deep.equal(starts.slice(1));
    expect(asked).to.deep.equal([
      { from: TO - 2.5 * DAY, to: TO - 1.5 * DAY },
      { from: TO - 1.5 * DAY, to: TO - 0.5 * DAY },
      { from: TO - 0.5 * DAY, to: TO },
    ]);
  });

  it('are not asked for beyond what a broker keeps of minutes', async () => {
    const { asked, bus } = broker([]);
    expect(await brokerBars(bus, { symbol: AAPL, timeframe: '1m', from: 0, to: TO })).to.deep.equal([]);
    expect(asked).to.have.length(30);
    expect(asked[0]?.from).to.equal(TO - 30 * DAY);
  });

  it('of years of days are few questions', async () => {
    const { asked, bus } = broker([0, 500 * DAY], '1d');
    expect(await brokerBars(bus, { symbol: AAPL, timeframe: '1d', from: 1, to: TO })).to.have.length(1);
    expect(asked).to.deep.equal([{ from: 1, to: TO }]);
  });

  it('are unavailable, never fewer, where one day is not answered', async () => {
    let asked = 0;
    const bus = {
      ask: async () => {
        asked += 1;
        if (asked === 2) throw new UnavailableError('the broker does not answer');
        return { bars: [] };
      },
    } as Pick<Bus, 'ask'>;
    const outcome = await brokerBars(bus, { symbol: AAPL, timeframe: '1m', from: TO - 5 * DAY, to: TO }).catch((error: unknown) => error);
    expect(outcome).to.be.instanceOf(UnavailableError);
    expect(asked, 'asked on after a failure').to.equal(2);
  });
});
