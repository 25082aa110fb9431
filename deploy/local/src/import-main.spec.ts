import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { equitySymbol, TIMEFRAMES, type Timeframe } from '@sofi/domain';
import { startTestPostgres, type TestPostgres } from '@sofi/postgres/testing';
import { expect } from 'chai';
import { importMain } from './import-main.js';

const NOW = Date.parse('2024-06-03T20:00:00Z');
const OPEN = Date.parse('2024-01-02T14:30:00Z');
const HEADER = 'time_utc,open,high,low,close,volume\n';
const AAPL = equitySymbol('AAPL');
const MINUTES_2019 = fileURLToPath(new URL('../../../../../shared/data/bars-1m-2019', import.meta.url));

/** One row for each minute of the session, from the open on; the price grows by a cent a minute. */
function minutes(from: number, to: number): string {
  return Array.from({ length: to - from }, (_, at) => {
    const paid = (100 + (from + at) / 100).toFixed(2);
    return `${new Date(OPEN + (from + at) * 60_000).toISOString()},${paid},${paid},${paid},${paid},10\n`;
  }).join('');
}

describe('An import', function () {
  this.timeout(60_000);
  let postgres: TestPostgres;
  let folder: string;
  before(() => startTestPostgres().then((started) => (postgres = started)));
  after(() => postgres.stop());
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'import-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content);
  const run = async (args: readonly string[], env: NodeJS.ProcessEnv = { DATABASE_URL: postgres.url }) => {
    let said = '';
    const out = new Writable({ write: (chunk, _, done) => ((said += String(chunk)), done()) });
    return { code: await importMain({ args, env, root: folder, out, now: NOW }), said };
  };
  const stored = (timeframe: Timeframe, symbol = AAPL) => postgres.db.bars.load({ symbol, timeframe });
  const countsOf = async (symbol: string) => Promise.all(TIMEFRAMES.map(async (timeframe) => (await stored(timeframe, equitySymbol(symbol))).length));

  it('stores the minutes of a file and all that is rolled up from them, and the same file once more changes nothing', async () => {
    put('AAPL_1m.csv.gz', gzipSync(HEADER + minutes(0, 390)));
    const first = await run([folder]);
    expect(first.code).to.equal(0);
    // 390 minutes are 78 × 5, 26 × 15, 13 × 30, 6.5 hours and one and a bit of four hours
    expect(await countsOf('AAPL')).to.deep.equal([390, 78, 26, 13, 7, 2, 1]);
    const [day] = await stored('1d');
    // the first minute at 100.00, the 390th at 103.89
    expect(day).to.include({ open: 100_000_000, high: 103_890_000, low: 100_000_000, close: 103_890_000, volume: 3_900, quality: 'backfilled', revision: 0 });
    expect((await run([folder])).said).to.contain('Stored 0 bars, 390 were there before; 0 of coarser timeframes');
    expect((await stored('1d'))[0]).to.deep.equal(day);
  });

  it('makes one day of two files that hold a part each', async () => {
    put('MSFT_1_morning.csv', HEADER + minutes(0, 200));
    put('MSFT_2_afternoon.csv', HEADER + minutes(200, 390));
    expect((await run([folder])).code).to.equal(0);
    const days = await stored('1d', equitySymbol('MSFT'));
    expect(days.map(({ volume, close, quality }) => [volume, close, quality])).to.deep.equal([[3_900, 103_890_000, 'backfilled']]);
    const halves = await stored('4h', equitySymbol('MSFT'));
    expect(halves.map(({ volume }) => volume)).to.deep.equal([2_400, 1_500]);
  });

  it('takes the good rows of a file, writes the others down, and its end says so', async () => {
    put('IBM_1m.csv', `${HEADER}${minutes(0, 2)}2024-01-02T14:32:00Z,5,4,3,4,"1,5"\n`);
    const { code, said } = await run([join(folder, 'IBM_1m.csv'), '--refused', join(folder, 'refused.txt')]);
    expect(code).to.equal(2);
    expect(said).to.contain('IBM_1m.csv: 3 rows, 2 taken, 1 refused\n      1 × high must not be below the open or the close\n          line 4: 4\n');
    expect(readFileSync(join(folder, 'refused.txt'), 'utf8')).to.equal(
      `file,line,field,value,rule\n${join(folder, 'IBM_1m.csv')},4,high,4,must not be below the open or the close\n`,
    );
    expect(await countsOf('IBM')).to.deep.equal([2, 1, 1, 1, 1, 1, 1]);
  });

  it('goes on behind a file that it can not read, keeps what a damaged one held, and names both', async () => {
    const packed = gzipSync(HEADER + minutes(0, 390));
    put('F_1m.csv.gz', packed.subarray(0, packed.length - 8));
    put('GE_factors.csv', 'date,factor\n2024-01-02,1\n');
    put('T_1m.csv', HEADER + minutes(0, 5));
    const { code, said } = await run([folder]);
    expect(code).to.equal(2);
    expect(said)
      .to.match(/F_1m\.csv\.gz: can not be read to its end: .*390 taken/)
      .and.contain('GE_factors.csv: header "date,factor" must name open');
    expect([(await countsOf('F'))[0], (await countsOf('T'))[0]]).to.deep.equal([390, 5]);
  });

  it('of trades stores the minute of the last one as well', async () => {
    put('C_trades.csv', 'time_utc,price,size\n2024-01-02T14:30:01.000Z,10,100\n2024-01-02T14:31:59.000Z,11,200\n');
    expect((await run([folder])).code).to.equal(0);
    expect((await stored('1m', equitySymbol('C'))).map(({ volume }) => volume)).to.deep.equal([100, 200]);
  });

  it('of daily bars leaves the minutes alone, and minutes win over a day that was told otherwise', async () => {
    put('KO_daily.csv', 'Date,Open,High,Low,Close,Volume\n2024-01-02,1,2,1,2,7\n2024-01-03,1,2,1,2,7\n');
    put('KO_minutes.csv', HEADER + minutes(0, 390));
    expect((await run([folder])).code).to.equal(0);
    const days = await stored('1d', equitySymbol('KO'));
    expect(days.map(({ volume, revision }) => [volume, revision])).to.deep.equal([
      [3_900, 1],
      [7, 0],
    ]);
  });

  it('ends with 1 where nothing was taken', async () => {
    put('X_1m.csv', `${HEADER}2024-01-01T15:00:00Z,1,1,1,1,1\n`);
    expect((await run([folder])).code).to.equal(1);
  });

  it('needs no database to look, and stores nothing then', async () => {
    put('PG_1m.csv', HEADER + minutes(0, 5));
    const { code, said } = await run([folder, '--dry-run'], {});
    expect([code, said.includes('5 rows, 5 taken'), said.includes('nothing stored (--dry-run)')]).to.deep.equal([0, true, true]);
    expect((await countsOf('PG'))[0]).to.equal(0);
  });

  it('finds the database of the stack that runs on the data folder', async () => {
    put('V_1m.csv', HEADER + minutes(0, 5));
    mkdirSync(join(folder, '.data'));
    const state = { pid: 1, url: 'http://127.0.0.1:8080', pids: {}, ports: {}, urls: { database: postgres.url }, restarts: {} };
    put('.data/stack.json', JSON.stringify(state));
    expect((await run([join(folder, 'V_1m.csv')], {})).code).to.equal(0);
    expect((await countsOf('V'))[0]).to.equal(5);
  });

  it('is told that no database is known in a sentence', async () => {
    put('V_1m.csv', HEADER + minutes(0, 5));
    expect(await run([folder], {})).to.deep.equal({ code: 1, said: 'Which database? Start the stack (npm start), or set DATABASE_URL, or only look: --dry-run.\n' });
  });

  for (const [what, args, sentence] of [
    ['no path', [], 'Say one file or folder'],
    ['a path that is not there', ['nowhere'], 'nowhere is not there.'],
    ['an unknown format', ['.', '--format', 'xls'], '--format xls must be one of auto, tradier, ohlcv, trades.'],
    ['an impossible symbol', ['.', '--symbol', 'A1'], '--symbol A1 must be 1 to 6 letters'],
    ['a timeframe that is not imported', ['.', '--timeframe', '5m'], '--timeframe 5m must be one of 1m, 1d.'],
    ['a folder without data', ['.', '--dry-run'], 'holds no .csv and no .json.'],
  ] as const)
    it(`is told ${what} in a sentence`, async () => {
      const { code, said } = await run(args, {});
      expect(said).to.contain(sentence);
      expect(code).to.equal(1);
    });

  it('of a recorded week of twelve symbols stores every row that it does not refuse', async function () {
    if (!existsSync(MINUTES_2019)) {
      console.log('      left out: ../shared/data/bars-1m-2019 is not there');
      this.skip();
    }
    const { said } = await run([MINUTES_2019]);
    const files = [...said.matchAll(/([A-Z]+)_20190211-20190215_1m\.csv\.gz: ([\d,]+) rows, ([\d,]+) taken(?:, ([\d,]+) refused)?/g)];
    expect(files).to.have.length(12);
    const number = (text = '0') => Number(text.replaceAll(',', ''));
    for (const [, symbol = '', rows, taken, refused] of files) {
      const bars = await postgres.db.bars.load({ symbol: equitySymbol(symbol), timeframe: '1m', from: Date.UTC(2019, 1, 11), to: Date.UTC(2019, 1, 16) });
      expect(bars.length, symbol).to.equal(number(taken));
      expect(number(taken) + number(refused), symbol).to.equal(number(rows));
    }
  });
});
