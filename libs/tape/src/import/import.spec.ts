import { expect } from 'chai';
import { equitySymbol, nyseCalendar, price, RuleError, type Bar } from '@sofi/domain';
import { FileImport, type FileImportOptions } from './file-import.js';
import { linesOfJson } from './json-lines.js';
import { layoutOf, type ImportWish } from './layout.js';

const NOW = Date.parse('2024-06-03T20:00:00Z');
const AUTO: ImportWish = { format: 'auto' };
const HEADER = 'time_utc,open,high,low,close,volume';
const GOOD = '2024-01-02T14:30:00Z,187.15,187.3,187,187.2,1200';

function imported(lines: readonly string[], { name = 'AAPL_1m.csv', wish = AUTO, ...options }: { name?: string; wish?: ImportWish } & Partial<FileImportOptions> = {}) {
  const file = new FileImport(layoutOf(name, lines, wish), { calendar: nyseCalendar(), now: NOW, ...options });
  const bars = lines.slice(1).flatMap((line, at) => file.line(line, at + 2));
  return { bars: [...bars, ...file.end()], counts: file.counts, reasons: file.refusals.byReason() };
}
const starts = (bars: readonly Bar[]) => bars.map(({ start }) => new Date(start).toISOString().slice(0, 16));
/** What was said of a second row, behind a good one. */
const refusalOf = (row: string) => imported([HEADER, GOOD, row], { wish: { format: 'auto', timeframe: '1m' } }).reasons.map(({ field, rule }) => `${field} ${rule}`)[0];
const layoutError = (name: string, lines: readonly string[], wish: ImportWish = AUTO) => {
  try {
    return layoutOf(name, lines, wish).holds;
  } catch (error) {
    return (error as RuleError).message;
  }
};

describe('An imported row', () => {
  it('becomes a bar of the minute, exact to the millionth, as one made afterwards', () => {
    expect(imported([HEADER, GOOD]).bars).to.deep.equal([
      {
        symbol: equitySymbol('AAPL'),
        timeframe: '1m',
        start: Date.parse('2024-01-02T14:30:00Z'),
        end: Date.parse('2024-01-02T14:31:00Z'),
        open: price(187.15),
        high: price(187.3),
        low: price(187),
        close: price(187.2),
        volume: 1200,
        tradeCount: 0,
        vwap: price(187.2),
        revision: 0,
        quality: 'backfilled',
      },
    ]);
  });

  // 09:30 in New York is 14:30 UTC in winter: 1704205800 s
  for (const time of ['2024-01-02T14:30:00Z', '2024-01-02T09:30:00-05:00', '2024-01-02 09:30', '2024-01-02T09:30:00', '1704205800', '1704205800000'])
    it(`may tell its time as ${time}`, () => {
      expect(starts(imported(['time,open,high,low,close,volume', `${time},1,1,1,1,1`]).bars)).to.deep.equal(['2024-01-02T14:30']);
    });

  it('may have its columns in any order and case, and quoted, with a day and a time of their own', () => {
    const { bars } = imported(['"Volume";"Close";"Date";"Low";"Time";"High";"Open";"Adj Close"', '"7";"3";"2024-01-02";"1";"09:30";"4";"2";"9"']);
    expect(bars.map(({ open, high, low, close, volume }) => [open, high, low, close, volume])).to.deep.equal([[price(2), price(4), price(1), price(3), 7]]);
  });

  it('of a day lasts from the open to the close of its session, and a half-day to 13:00', () => {
    const { bars } = imported(['date,open,high,low,close,volume', '2023-11-22,1,1,1,1,4006500.0', '2023-11-24,1,1,1,1,5']);
    // the day after Thanksgiving closes at 13:00, 18:00 UTC
    expect(bars.map(({ timeframe, start, end, volume }) => [timeframe, new Date(start).toISOString(), new Date(end).toISOString(), volume])).to.deep.equal([
      ['1d', '2023-11-22T14:30:00.000Z', '2023-11-22T21:00:00.000Z', 4006500],
      ['1d', '2023-11-24T14:30:00.000Z', '2023-11-24T18:00:00.000Z', 5],
    ]);
  });

  it('of a day may be told by midnight in UTC, which is the evening before in New York', () => {
    const { bars } = imported(['timestamp,open,high,low,close,volume', '1704153600,1,1,1,1,1', '1704240000,1,1,1,1,1']);
    expect(starts(bars)).to.deep.equal(['2024-01-02T14:30', '2024-01-03T14:30']);
  });

  for (const [row, refusal] of [
    ['2024-01-02T14:31:00Z,0,2,0,1,5', 'open must be a price above 0'],
    ['2024-01-02T14:31:00Z,1,Infinity,1,1,5', 'high must be a price above 0'],
    ['2024-01-02T14:31:00Z,1,2,0x1,1,5', 'low must be a price above 0'],
    ['2024-01-02T14:31:00Z,1,2,1,,5', 'close must be a price above 0'],
    ['2024-01-02T14:31:00Z,1,2,1,2.1,5', 'high must not be below the open or the close'],
    ['2024-01-02T14:31:00Z,1.5,2,1.6,1.7,5', 'low must not be above the open or the close'],
    ['2024-01-02T14:31:00Z,1,2,1,2,-5', 'volume must be a whole number of shares, 0 or more'],
    ['2024-01-02T14:31:00Z,1,2,1,2,5.5', 'volume must be a whole number of shares, 0 or more'],
    ['2024-01-02T14:31:00Z,1,2,1,2', 'volume must be a whole number of shares, 0 or more'],
    ['2024-01-02T14:31:00Z,1,2,1,2,"1,200"', 'volume must be a whole number of shares, 0 or more'],
    ['2024-01-02T14:31:30Z,1,2,1,2,5', 'time must be a whole minute, the start of the bar'],
    ['2024-01-02T14:29:00Z,1,2,1,2,5', 'time must lie in regular hours'],
    ['2024-01-02T21:00:00Z,1,2,1,2,5', 'time must lie in regular hours'],
    ['2024-01-01T15:00:00Z,1,2,1,2,5', 'time must be a day on which the exchange is open'],
    ['1997-12-31T15:00:00Z,1,2,1,2,5', 'time must be 1998-01-01 or later: the sessions before are not known'],
    ['2024-06-03T20:00:00Z,1,2,1,2,5', 'time must lie in regular hours'],
    ['2024-06-04T15:00:00Z,1,2,1,2,5', 'time must be over'],
    ['01/02/2024,1,2,1,2,5', 'time must be ISO 8601, YYYY-MM-DD HH:MM of New York, or seconds or milliseconds since 1970'],
    ['2024-02-30 10:00,1,2,1,2,5', 'date must be a day as YYYY-MM-DD'],
    ['2024-01-02T14:30:00Z,187.15,187.3,187,187.2,1201', 'time was told before, with other prices or volume'],
  ] as const)
    it(`is refused: ${row}: ${refusal}`, () => expect(refusalOf(row)).to.equal(refusal));

  it('is refused where it is older than the one before, and the bars around it are taken', () => {
    const row = (minute: string) => `2024-01-02T14:${minute}:00Z,1,1,1,1,1`;
    const { bars, reasons } = imported([HEADER, row('30'), row('33'), row('32'), row('34')]);
    expect(starts(bars)).to.deep.equal(['2024-01-02T14:30', '2024-01-02T14:33', '2024-01-02T14:34']);
    expect(reasons).to.deep.equal([
      {
        field: 'time',
        rule: 'must be later than the row before: oldest first',
        count: 1,
        examples: [{ row: 4, field: 'time', value: '2024-01-02T14:32:00.000Z', rule: 'must be later than the row before: oldest first' }],
      },
    ]);
  });

  it('is counted once where it is there twice', () => {
    const { bars, counts } = imported([HEADER, GOOD, GOOD, '']);
    expect(bars).to.have.length(1);
    expect(counts).to.deep.equal({ rows: 2, taken: 1, repeated: 1, leftOut: 0, refused: 0 });
  });

  it('of another symbol than the file is refused', () => {
    const { bars, reasons } = imported([`ticker,${HEADER}`, `BRK.B,${GOOD}`, `AAPL,${GOOD}`], { name: 'dump.csv' });
    expect(bars.map(({ symbol }) => symbol)).to.deep.equal(['BRK/B']);
    expect(reasons.map(({ field, rule }) => `${field} ${rule}`)).to.deep.equal(['symbol must be BRK/B: one file, one symbol']);
  });

  it('before the open and after the close is left out and counted where that is wished, and a holiday stays refused', () => {
    const rows = ['2024-01-01T15:00:00Z,1,1,1,1,1', '2024-01-02T14:29:00Z,1,1,1,1,1', GOOD, '2024-01-02T21:00:00Z,1,1,1,1,1'];
    expect(imported([HEADER, ...rows], { skipExtended: true }).counts).to.deep.equal({ rows: 4, taken: 1, repeated: 0, leftOut: 2, refused: 1 });
  });

  it('that is refused is told with its line, and of many for one reason five are kept', () => {
    const told: number[] = [];
    const bad = Array.from({ length: 7 }, (_, at) => `2024-01-02T14:3${at}:00Z,-1,1,1,1,1`);
    const { reasons } = imported([HEADER, ...bad], { refused: ({ row }) => told.push(row) });
    expect(told).to.deep.equal([2, 3, 4, 5, 6, 7, 8]);
    expect(reasons.map(({ count, examples }) => [count, examples.map(({ row }) => row)])).to.deep.equal([[7, [2, 3, 4, 5, 6]]]);
  });
});

describe("Tradier's own answers", () => {
  it('are bars with an average price of their own, and NaN is none', () => {
    const { bars } = imported([
      'time,timestamp,price,open,high,low,close,volume,vwap',
      '2024-01-02T09:30:00,1704205800,187.15,187.1,187.3,187,187.2,1200,187.16',
      '2024-01-02T09:31:00,1704205860,187.2,187.2,187.2,187.2,187.2,0,NaN',
    ]);
    expect(bars.map(({ vwap }) => vwap)).to.deep.equal([price(187.16), price(187.2)]);
  });

  it('are read as JSON too, a list of one without its brackets included', () => {
    const minute = { time: '2024-01-02T09:30:00', timestamp: 1704205800, price: 1.5, open: 1, high: 2, low: 1, close: 2, volume: 3, vwap: 1.7 };
    const day = { date: '2024-01-02', open: 1, high: 2, low: 1, close: 2, volume: 3 };
    const of = (answer: unknown) =>
      imported(linesOfJson(JSON.stringify(answer)), { name: 'AAPL.json', wish: { format: 'tradier' } }).bars.map(({ timeframe, start }) => [timeframe, start]);
    expect(of({ series: { data: [minute, { ...minute, time: '2024-01-02T09:31:00', timestamp: 1704205860 }] } })).to.deep.equal([
      ['1m', 1704205800000],
      ['1m', 1704205860000],
    ]);
    expect(of({ history: { day } })).to.deep.equal([['1d', 1704205800000]]);
  });

  it('that say nothing are refused', () => {
    for (const text of ['{"series":null}', '{"history":"null"}', '[]', 'null']) expect(() => linesOfJson(text)).to.throw(RuleError, 'must hold series.data or history.day');
    expect(() => linesOfJson('<html>')).to.throw(RuleError, 'must be JSON');
  });
});

describe('Trades', () => {
  const TRADES = 'time_utc,price,size,exchange,condition_hex,suspicious';

  it('are made into bars of a minute, quiet ones included, and what is doubted or outside of regular hours is refused', () => {
    const { bars, counts } = imported([
      TRADES,
      '2024-01-02T14:29:59.999Z,9,100,P,1,0',
      '2024-01-02T14:30:00.000Z,10,100,N,1,0',
      '2024-01-02T14:30:59.999Z,11,300,N,1,0',
      '2024-01-02T14:31:00.000Z,99,100,N,1,1',
      '2024-01-02T14:32:00.000Z,12,50,N,1,0',
      '2024-01-02T14:32:01.000Z,12,0,N,1,0',
      '2024-01-02T14:31:59.000Z,12,1,N,1,0',
    ]);
    // (10 × 100 + 11 × 300) / 400 = 10.75
    expect(
      bars.map(({ start, open, close, volume, tradeCount, vwap, quality }) => [new Date(start).toISOString().slice(11, 16), open, close, volume, tradeCount, vwap, quality]),
    ).to.deep.equal([
      ['14:30', price(10), price(11), 400, 2, price(10.75), 'backfilled'],
      ['14:31', price(11), price(11), 0, 0, price(11), 'backfilled'],
      ['14:32', price(12), price(12), 50, 1, price(12), 'backfilled'],
    ]);
    expect(counts).to.deep.equal({ rows: 7, taken: 3, repeated: 0, leftOut: 0, refused: 4 });
  });

  it('of several days are counted anew each day, and each day ends with its session', () => {
    const { bars } = imported([TRADES, '2024-01-02T20:58:00.000Z,10,100,N,1,0', '2024-01-03T14:30:00.000Z,11,300,N,1,0']);
    expect(bars.map(({ start, volume, quality }) => [new Date(start).toISOString().slice(0, 16), volume, quality])).to.deep.equal([
      ['2024-01-02T20:58', 100, 'backfilled'],
      ['2024-01-02T20:59', 0, 'backfilled'],
      ['2024-01-03T14:30', 300, 'backfilled'],
    ]);
  });

  it('can not be daily bars', () => {
    expect(layoutError('BAC_trades.csv', [TRADES], { format: 'auto', timeframe: '1d' })).to.match(/^timeframe "1d" can not be imported from trades/);
  });
});

describe('A file', () => {
  const minutes = (...times: string[]) => [HEADER, ...times.map((time) => `2024-01-02T${time}Z,1,1,1,1,1`)];

  it('of quotes is refused whole', () => {
    expect(layoutError('BAC_quotes.csv', ['time_utc,bid,bid_size,ask,ask_size'])).to.contain('bars are made of trades');
    expect(layoutError('BAC_quote_1m.csv', ['time_utc,bid_open,bid_high'])).to.contain('bars are made of trades');
  });

  it('of seconds or of five minutes does not pass for one of minutes, unless that is said', () => {
    expect(layoutError('SPY_1s.csv', minutes('14:30:00', '14:31:00', '14:31:02', '14:31:05'))).to.contain('finer bars than 1m');
    expect(layoutError('SPY_5m.csv', minutes('14:30:00', '14:35:00', '14:45:00'))).to.equal(
      'file "5 min" between two rows at least: coarser bars than 1m are not imported (--timeframe 1m where they are minutes)',
    );
    expect(layoutError('SPY_5m.csv', minutes('14:30:00', '14:35:00'), { format: 'auto', timeframe: '1m' })).to.equal('1m');
  });

  it('needs a header, a time and the columns of bars or trades', () => {
    expect(layoutError('AAPL.csv', ['1,2,3'])).to.contain('must name a column date, time, timestamp or time_utc');
    expect(layoutError('AAPL.csv', ['date,ticker,exchange'])).to.contain('must name open, high, low, close, volume (bars) or price and size (trades)');
  });

  it('tells its symbol by its name where nobody says it, a share class with a dot, and nothing is guessed', () => {
    const symbolOf = (name: string, wish = AUTO) => layoutOf(name, [HEADER], wish).symbol;
    expect(symbolOf('BRK.B_20240102_1m.csv.gz')).to.equal('BRK/B');
    expect(symbolOf('AAPL.csv')).to.equal('AAPL');
    expect(symbolOf('bars.csv', { format: 'auto', symbol: equitySymbol('MSFT') })).to.equal('MSFT');
    expect(layoutError('daily_bars.csv', [HEADER])).to.contain('must be said');
  });

  it('that does not hold what it is said to hold is refused', () => {
    expect(layoutError('AAPL.csv', [HEADER], { format: 'trades' })).to.equal('format "trades" does not fit the columns of the file');
    expect(layoutError('AAPL.csv', [HEADER], { format: 'tradier' })).to.equal('format "tradier" does not fit the columns of the file');
    expect(layoutError('AAPL.csv', ['time,price,size'], { format: 'ohlcv' })).to.equal('format "ohlcv" does not fit the columns of the file');
  });
});
