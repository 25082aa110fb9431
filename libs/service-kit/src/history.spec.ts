import type { CommandReply, CommandRequest } from '@sofi/contracts';
import { equitySymbol, nyseCalendar, price, UnavailableError, type Bar, type EquitySymbol, type Timeframe } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import { startTestPostgres, type TestPostgres } from '@sofi/postgres/testing';
import { expect } from 'chai';
import { History } from './history.js';

const MINUTE = 60_000;
const calendar = Object.assign(nyseCalendar(), { cover: () => Promise.resolve() });
const FRIDAY = calendar.on('2013-10-04')!;
const MONDAY = calendar.on('2013-10-07')!;

type Backfill = (request: CommandRequest<'market-data.backfill'>) => CommandReply<'market-data.backfill'>;

describe('history', function () {
  this.timeout(60_000);
  let postgres: TestPostgres;
  let symbol: EquitySymbol;
  let asked: object[];
  let backfills: Backfill[];
  /** what the broker has of today */
  let today: Bar[];
  let count = 0;

  before(async () => {
    postgres = await startTestPostgres();
  });
  after(() => postgres.stop());
  beforeEach(() => {
    count += 1;
    symbol = equitySymbol(`H${String.fromCharCode(64 + count)}`);
    asked = [];
    today = [];
    backfills = [done(MONDAY.open)];
  });

  const done =
    (settledUntil: number): Backfill =>
    () => ({ state: 'done', done: 0, of: 0, settledUntil });
  const running =
    (answered: number, of: number): Backfill =>
    () => ({ state: 'running', done: answered, of, settledUntil: MONDAY.open });
  const away: Backfill = () => {
    throw new UnavailableError('market-data does not answer');
  };
  const ask = async (name: string, request: { from: number; to: number }) => {
    asked.push({ [name]: [request.from, request.to] });
    if (name === 'market-data.bars') return { bars: today.filter((bar) => bar.start >= request.from && bar.start < request.to) };
    return (backfills.length > 1 ? backfills.shift()! : backfills[0]!)(request as never);
  };
  const history = () => new History({ ask } as Pick<Bus, 'ask'>, postgres.db, calendar);
  const minute = (start: number, close: number, change: Partial<Bar> = {}) => barOf(symbol, '1m', start, start + MINUTE, close, change);
  const run = (from: number, closes: readonly number[], change: Partial<Bar> = {}) => closes.map((close, at) => minute(from + at * MINUTE, close, change));
  const load = (timeframe: Timeframe, from: number, to: number, limit?: number) => history().load({ symbol, timeframe, from, to, ...(limit === undefined ? {} : { limit }) });
  const closes = async (...wish: Parameters<typeof load>) => (await load(...wish)).bars.map(({ close }) => close / 1_000_000);

  it('is asked of market-data first, then read from storage; of more than the limit the newest', async () => {
    await postgres.db.bars.save(run(FRIDAY.open, [1, 2, 3, 4]));
    expect(await closes('1m', FRIDAY.open + MINUTE, FRIDAY.close)).to.deep.equal([2, 3, 4]);
    expect(asked).to.deep.equal([{ 'market-data.backfill': [FRIDAY.open + MINUTE, FRIDAY.close] }]);
    expect(await closes('1m', FRIDAY.open, FRIDAY.close, 2)).to.deep.equal([3, 4]);
  });

  it('asks again while the storage is being filled, and tells how far that is', async () => {
    backfills = [running(0, 3), running(2, 3), done(MONDAY.open)];
    const told: number[][] = [];
    await history().load({ symbol, timeframe: '1m', from: FRIDAY.open, to: FRIDAY.close }, { onProgress: (...progress) => told.push(progress) });
    expect(told).to.deep.equal([
      [0, 3],
      [2, 3],
    ]);
  });

  it('of today has the broker’s closed minutes before the first stored one', async () => {
    today = run(MONDAY.open, [1, 2, 3, 4, 5]);
    await postgres.db.bars.save([...run(FRIDAY.close - MINUTE, [90]), ...run(MONDAY.open + 3 * MINUTE, [40, 50])]);
    expect(await closes('1m', FRIDAY.open, MONDAY.open + 5 * MINUTE)).to.deep.equal([90, 1, 2, 3, 40, 50]);
    expect(asked.at(-1)).to.deep.equal({ 'market-data.bars': [MONDAY.open, MONDAY.open + 3 * MINUTE] });
  });

  it('has no minute of today that is not over', async () => {
    today = run(MONDAY.open, [1, 2, 3]);
    expect(await closes('1m', MONDAY.open, MONDAY.open + 2 * MINUTE + 1)).to.deep.equal([1, 2]);
  });

  it('of days has none of today', async () => {
    today = run(MONDAY.open, [1]);
    await postgres.db.bars.save([barOf(symbol, '1d', FRIDAY.open, FRIDAY.close, 7)]);
    expect(await closes('1d', FRIDAY.open, MONDAY.open + MINUTE)).to.deep.equal([7]);
    expect(asked).to.deep.equal([{ 'market-data.backfill': [FRIDAY.open, MONDAY.open + MINUTE] }]);
  });

  it('coarser bars are the stored ones, and roll-ups of whole minutes where none is stored', async () => {
    await postgres.db.bars.save([
      ...run(FRIDAY.open, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17]),
      barOf(symbol, '5m', FRIDAY.open + 5 * MINUTE, FRIDAY.open + 10 * MINUTE, 100),
    ]);
    const { bars } = await load('5m', FRIDAY.open, FRIDAY.open + 17 * MINUTE);
    // the last two minutes are no bar of five yet
    expect(bars.map(({ open, close, volume }) => [open, close, volume])).to.deep.equal([
      [price(1), price(5), 25],
      [price(100), price(100), 5],
      [price(11), price(15), 25],
    ]);
  });

  it('a coarser bar that was made from a part of its minutes is made anew where all of them are there', async () => {
    today = run(MONDAY.open, [1, 2, 3]);
    const partial = barOf(symbol, '5m', MONDAY.open, MONDAY.open + 5 * MINUTE, 40, { quality: 'gap' });
    await postgres.db.bars.save([...run(MONDAY.open + 3 * MINUTE, [4, 5]), partial]);
    const { bars } = await load('5m', MONDAY.open, MONDAY.open + 6 * MINUTE);
    expect(bars.map(({ open, close, quality }) => [open, close, quality])).to.deep.equal([[price(1), price(5), 'whole']]);
  });

  it('has no coarser bar from the end of its minutes: a range that begins inside of one begins with the next', async () => {
    await postgres.db.bars.save(run(FRIDAY.open, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
    expect((await load('5m', FRIDAY.open + MINUTE, FRIDAY.open + 10 * MINUTE)).bars.map(({ start }) => start)).to.deep.equal([FRIDAY.open + 5 * MINUTE]);
  });

  it('before a split is in the prices behind it, in no prices that are still to come', async () => {
    await postgres.db.splits.note(symbol, { date: '2013-10-07', ratio: { shares: 2, of: 1 } }, 0);
    await postgres.db.bars.save([...run(FRIDAY.open, [100]), ...run(MONDAY.open, [51])]);
    expect(await closes('1m', FRIDAY.open, MONDAY.open + MINUTE)).to.deep.equal([50, 51]);
    expect((await load('1m', FRIDAY.open, MONDAY.open + MINUTE)).splits).to.deep.equal([{ date: '2013-10-07', ratio: { shares: 2, of: 1 } }]);
    expect(await load('1m', FRIDAY.open, FRIDAY.close)).to.deep.include({ splits: [] });
    expect(await closes('1m', FRIDAY.open, FRIDAY.close)).to.deep.equal([100]);
  });

  it('is an error where market-data does not answer, and what is stored where that is wished for', async () => {
    backfills = [away];
    const wish = { symbol, timeframe: '1m' as const, from: FRIDAY.open, to: FRIDAY.close };
    const failure = (orStored: boolean) =>
      history()
        .load(wish, { orStored })
        .catch((error: unknown) => error);
    expect(await failure(true), 'nothing is stored').to.be.instanceOf(UnavailableError);
    await postgres.db.bars.save(run(FRIDAY.open, [1]));
    expect(await failure(false)).to.be.instanceOf(UnavailableError);
    expect(await failure(true)).to.deep.equal({ bars: run(FRIDAY.open, [1]), splits: [] });
  });
});

function barOf(symbol: EquitySymbol, timeframe: Timeframe, start: number, end: number, close: number, change: Partial<Bar> = {}): Bar {
  const at = price(close);
  return { symbol, timeframe, start, end, open: at, high: at, low: at, close: at, volume: 5, tradeCount: 1, vwap: at, revision: 0, quality: 'whole', ...change };
}
