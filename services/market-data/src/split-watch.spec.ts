import { equitySymbol, nyseCalendar, price, type Bar, type DaySnapshot, type EquitySymbol, type MarketHistory } from '@sofi/domain';
import { startTestPostgres, type TestPostgres } from '@sofi/postgres/testing';
import type { Notice } from '@sofi/service-kit';
import { expect } from 'chai';
import { SplitWatch } from './split-watch.js';

const MINUTE = 60_000;
const calendar = nyseCalendar();
const FRIDAY = calendar.on('2014-06-06')!;
const MONDAY = calendar.on('2014-06-09')!;
const AAPL = equitySymbol('AAPL');
const IBM = equitySymbol('IBM');

describe('the watch for splits', function () {
  this.timeout(60_000);
  let postgres: TestPostgres;
  let asked: string[][];
  let told: Notice[];
  let answers: Map<EquitySymbol, number | null> | undefined;

  before(async () => {
    postgres = await startTestPostgres();
    await postgres.db.bars.save([closing(AAPL, '1m', 645.57), closing(IBM, '1d', 186.37)]);
  });
  after(() => postgres.stop());
  beforeEach(() => {
    asked = [];
    told = [];
    answers = new Map([
      [AAPL, 92.22],
      [IBM, 186.37],
    ]);
  });

  const snapshots: MarketHistory['snapshots'] = async (symbols) => {
    asked.push([...symbols]);
    if (!answers) return { state: 'unavailable', reason: 'the broker does not answer' };
    const known = symbols.flatMap((symbol) => (answers!.has(symbol) ? snapshotOf(symbol, answers!.get(symbol)!) : []));
    return { state: 'known', value: { known, unknown: [] } };
  };
  const watch = () => new SplitWatch(postgres.db, { snapshots }, calendar, { stands: (_trouble, notice) => told.push(notice) });

  it('says nothing while the exchange is closed, when the close before the last is still the previous one', async () => {
    await watch().look([AAPL], MONDAY.open - 1);
    expect(asked).to.deep.equal([]);
  });

  it('asks again where the broker does not answer, a minute later', async () => {
    const one = watch();
    const words = answers;
    answers = undefined;
    await one.look([IBM], MONDAY.open);
    answers = words;
    await one.look([IBM], MONDAY.open + 59_999);
    expect(asked).to.have.length(1);
    await one.look([IBM], MONDAY.open + 60_000);
    expect(asked).to.deep.equal([['IBM'], ['IBM']]);
    expect(told).to.deep.equal([]);
  });

  it('notes a split on its first day and tells it, with what to do; of an ordinary day nothing', async () => {
    await watch().look([AAPL, IBM], MONDAY.open);
    expect(told.map(({ severity, what }) => [severity, what])).to.deep.equal([
      ['warning', "AAPL seems to be split 7 for 1 on 2014-06-09: yesterday's close is told by that ratio"],
    ]);
    expect(await postgres.db.splits.of(AAPL)).to.deep.equal([{ date: '2014-06-09', ratio: { shares: 7, of: 1 } }]);
    expect(await postgres.db.splits.of(IBM)).to.deep.equal([]);
  });

  it('tells it once, whoever looks again on that day', async () => {
    await watch().look([AAPL], MONDAY.open + MINUTE);
    expect(told).to.deep.equal([]);
  });

  it('asks once a day for each symbol, for a new one when it comes', async () => {
    const one = watch();
    await one.look([AAPL], MONDAY.open);
    await one.look([AAPL], MONDAY.open + MINUTE);
    await one.look([AAPL, IBM], MONDAY.open + 2 * MINUTE);
    await one.look([AAPL], calendar.on('2014-06-10')!.open);
    expect(asked).to.deep.equal([['AAPL'], ['IBM'], ['AAPL']]);
  });

  it('compares nothing where the close of the day before is not stored', async () => {
    answers = new Map([[equitySymbol('NEW'), 10]]);
    await watch().look([equitySymbol('NEW')], MONDAY.open);
    // Tuesday's previous close against Friday's: what lies between is a day of trading
    answers = new Map([[IBM, 93.2]]);
    await watch().look([IBM], calendar.on('2014-06-10')!.open);
    expect(told).to.deep.equal([]);
  });

  describe('of days that the broker tells', () => {
    const MSFT = equitySymbol('MSFT');
    const morning = MONDAY.open - 60 * MINUTE;
    before(() => postgres.db.bars.save([closing(MSFT, '1m', 41.48)]));

    const untold = [
      { name: 'told as it was traded', days: [closing(MSFT, '1d', 41.48)], now: morning },
      { name: 'not the day before', days: [{ ...closing(MSFT, '1d', 20.74), start: calendar.on('2014-06-05')!.open }], now: morning },
      { name: 'told on a day without trading, when there is no first day of new shares', days: [closing(MSFT, '1d', 20.74)], now: MONDAY.open - 24 * 60 * MINUTE },
      { name: 'of a symbol whose last minute is not stored', days: [closing(IBM, '1d', 20.74)], now: morning },
    ];
    for (const { name, days, now } of untold) {
      it(`says nothing of one ${name}`, async () => {
        await watch().compare(days[0]!.symbol, days, now);
        expect(told).to.deep.equal([]);
      });
    }

    it('notes the split that the last of them shows before the exchange opens', async () => {
      await watch().compare(MSFT, [closing(MSFT, '1d', 20.74)], morning); // 41.48 / 2 = 20.74
      expect(told.map(({ what }) => what)).to.deep.equal(["MSFT seems to be split 2 for 1 on 2014-06-09: yesterday's close is told by that ratio"]);
      expect(await postgres.db.splits.of(MSFT)).to.deep.equal([{ date: '2014-06-09', ratio: { shares: 2, of: 1 } }]);
    });
  });
});

function closing(symbol: EquitySymbol, timeframe: '1m' | '1d', close: number): Bar {
  const at = price(close);
  const start = timeframe === '1m' ? FRIDAY.close - MINUTE : FRIDAY.open;
  return { symbol, timeframe, start, end: FRIDAY.close, open: at, high: at, low: at, close: at, volume: 1, tradeCount: 1, vwap: at, revision: 0, quality: 'whole' };
}

function snapshotOf(symbol: EquitySymbol, previous: number | null): DaySnapshot {
  const nothing = { last: null, bid: null, bidSize: 0, ask: null, askSize: 0, open: null, high: null, low: null };
  return { symbol, description: '', ...nothing, previousClose: previous === null ? null : price(previous), volume: 0, time: 0 };
}
