import { price, type Bar, type EquitySymbol } from '@sofi/domain';
import { expect } from 'chai';
import pg from 'pg';
import { CopyFrom } from './copy-from.js';
import { openDatabase } from './database.js';
import { startTestPostgres, type TestPostgres } from './testing.js';

const AAPL = 'AAPL' as EquitySymbol;
const MINUTE = 60_000;
const JANUARY = Date.UTC(2024, 0, 2, 14, 30);

describe('bars by the hundred thousand', function () {
  this.timeout(60_000);
  let postgres: TestPostgres;
  before(async () => {
    postgres = await startTestPostgres();
  });
  after(() => postgres.stop());

  it('come back exactly, and are counted as written', async () => {
    const bars = [bar(0, { open: price(0.000001), vwap: price(190.123457), volume: 4_000_000_000 }), bar(1, { symbol: 'BRK/B' as EquitySymbol }), bar(2)];
    expect(await postgres.db.bars.import(bars)).to.deep.equal({ written: 3, present: 0 });
    expect(await postgres.db.bars.load({ symbol: AAPL, timeframe: '1m' })).to.deep.equal([bars[0], bars[2]]);
  });

  it('do not touch what is stored with their revision or a higher one, and replace a lower one', async () => {
    const live = [bar(10, { close: price(1) }), bar(11, { revision: 2, close: price(1) }), bar(12)];
    await postgres.db.bars.save(live);
    const given = [10, 11, 12, 13].map((minute) => bar(minute, { quality: 'backfilled', close: price(2), revision: minute === 12 ? 1 : 0 }));
    expect(await postgres.db.bars.import([...given, ...given])).to.deep.equal({ written: 2, present: 2 });
    const stored = await postgres.db.bars.load({ symbol: AAPL, timeframe: '1m', from: bar(10).start, to: bar(14).start });
    expect(stored).to.deep.equal([live[0], live[1], given[2], given[3]]);
  });

  it('are stored with the transaction that they are part of, or not at all', async () => {
    const failing = postgres.db.transaction(async (tx) => {
      await tx.bars.import([bar(100_000)]);
      await tx.bars.import([bar(200_000)]);
      throw new Error('taken back');
    });
    expect(await failing.catch((error: Error) => error.message)).to.equal('taken back');
    // its partition went with it, and is made anew
    expect(await postgres.db.bars.import([bar(100_000), bar(200_000)])).to.deep.equal({ written: 2, present: 0 });
  });

  it('of one new month are written by several processes at once', async () => {
    const processes = await Promise.all([1, 2, 3, 4].map(() => openDatabase(postgres.url)));
    const written = await Promise.all(processes.map(({ bars }, at) => bars.import([bar(1_000_000 + at), bar(2_000_000 + at)])));
    await Promise.all(processes.map((one) => one.close()));
    expect(written.every((one) => one.written === 2)).to.equal(true);
  });

  it('are written once where two bring the same ones at the same time', async () => {
    const other = await openDatabase(postgres.url);
    const bars = Array.from({ length: 5_000 }, (_, minute) => bar(minute, { symbol: 'TWICE' as EquitySymbol }));
    const both = await Promise.all([postgres.db.bars.import(bars), other.bars.import(bars)]);
    await other.close();
    expect(both.map(({ written }) => written).toSorted((a, b) => a - b)).to.deep.equal([0, 5_000]);
    expect(both.map(({ present }) => present).toSorted((a, b) => a - b)).to.deep.equal([0, 5_000]);
  });

  it('of nothing are nothing', async () => {
    expect(await postgres.db.bars.import([])).to.deep.equal({ written: 0, present: 0 });
  });

  it('are read for a chart from the partitions of its days alone', async () => {
    await postgres.db.bars.import([0, 50_000, 100_000].map((minute) => bar(minute)));
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const from = bar(50_000).start;
    const plan = await client.query<{ 'QUERY PLAN': string }>(
      'EXPLAIN SELECT * FROM bars WHERE symbol = $1 AND timeframe = $2 AND start_time >= $3 AND start_time < $4 ORDER BY start_time DESC LIMIT $5',
      ['AAPL', '1m', from, from + 86_400_000, 500],
    );
    await client.end();
    const read = new Set(
      plan.rows
        .map((row) => row['QUERY PLAN'])
        .join('\n')
        .match(/bars_(1d|1m_\d+_\d\d|coarse_\d+)(?= bars)/g),
    );
    // 50,000 minutes after 2024-01-02
    expect([...read]).to.deep.equal(['bars_1m_2024_02']);
  });
});

describe('COPY', function () {
  this.timeout(60_000);
  let postgres: TestPostgres;
  let client: pg.Client;
  before(async () => {
    postgres = await startTestPostgres();
    client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    await client.query('CREATE TABLE numbers (n integer)');
  });
  after(async () => {
    await client.end();
    await postgres.stop();
  });
  afterEach(() => client.query('TRUNCATE numbers'));

  const copy = (chunks: Iterable<string>, statement = 'COPY numbers FROM STDIN') => client.query(new CopyFrom(statement, chunks)).done;
  const count = async () => Number((await client.query<{ count: string }>('SELECT count(*) FROM numbers')).rows[0]?.count);

  it('takes the rows of many chunks, wherever they are cut', async () => {
    expect(await copy(['1\n2', '3\n', '4\n'])).to.equal(3);
    expect((await client.query<{ n: number }>('SELECT n FROM numbers ORDER BY n')).rows.map(({ n }) => n)).to.deep.equal([1, 4, 23]);
  });

  it('waits for a server that is slower than the source', async () => {
    function* many() {
      for (let at = 0; at < 200; at += 1) yield '1234567\n'.repeat(8_192);
    }
    expect(await copy(many())).to.equal(200 * 8_192);
  });

  it('copies nothing where a row is refused, and the connection goes on', async () => {
    expect(await copy(['1\n', 'two\n']).catch((error: { code: string }) => error.code)).to.equal('22P02');
    expect(await count()).to.equal(0);
  });

  it('copies nothing where the source fails, and says why', async () => {
    function* failing() {
      yield '1\n';
      throw new Error('the file ends here');
    }
    expect(await copy(failing()).catch((error: Error) => error.message)).to.equal('the file ends here');
    expect(await count()).to.equal(0);
  });

  it('rejects where the statement itself is refused', async () => {
    expect(await copy(['1\n'], 'COPY nowhere FROM STDIN').catch((error: { code: string }) => error.code)).to.equal('42P01');
  });

  it('rejects where the connection is gone', async () => {
    const gone = new pg.Client({ connectionString: postgres.url });
    gone.on('error', () => {});
    await gone.connect();
    await gone.end();
    expect(await gone.query(new CopyFrom('COPY numbers FROM STDIN', ['1\n'])).done.catch((error: unknown) => error)).to.be.instanceOf(Error);
  });
});

function bar(minute: number, change: Partial<Bar> = {}): Bar {
  const start = JANUARY + minute * MINUTE;
  return {
    symbol: AAPL,
    timeframe: '1m',
    start,
    end: start + MINUTE,
    open: price(190),
    high: price(191.5),
    low: price(189.25),
    close: price(190.01),
    volume: 1_200,
    tradeCount: 12,
    vwap: price(190.333333),
    revision: 0,
    quality: 'whole',
    ...change,
  };
}
