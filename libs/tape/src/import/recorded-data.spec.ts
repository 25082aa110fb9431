import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { nyseCalendar } from '@sofi/domain';
import { FileImport } from './file-import.js';
import { layoutOf } from './layout.js';

const DATA = fileURLToPath(new URL('../../../../../../shared/data/', import.meta.url));

describe('Recorded data', () => {
  before(function () {
    if (existsSync(DATA)) return;
    console.log('      left out: ../shared/data is not there');
    this.skip();
  });

  const imported = (path: string) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const lines = gunzipSync(readFileSync(`${DATA}${path}`))
      .toString('latin1')
      .split('\n');
    const file = new FileImport(layoutOf(name, lines.slice(0, 300), { format: 'auto' }), { calendar: nyseCalendar(), now: Date.UTC(2026, 0, 1), skipExtended: true });
    const bars = lines.slice(1).flatMap((line, at) => file.line(line, at + 2));
    return { bars: [...bars, ...file.end()], ...file.counts };
  };

  it('of minutes is taken row by row, all twelve symbols', () => {
    for (const name of readdirSync(`${DATA}bars-1m-2019`)) {
      const { bars, rows, taken, refused } = imported(`bars-1m-2019/${name}`);
      expect([bars.length, taken, refused], name).to.deep.equal([rows, rows, 0]);
    }
  });

  it('of days is taken from 1998 on, each on a day on which the exchange was open', () => {
    // rows as ../shared/data tells them
    expect(imported('daily/SPY_daily_raw.csv.gz')).to.include({ rows: 5_849, taken: 5_849, refused: 0 });
    expect(imported('daily/IWM_daily_raw.csv.gz')).to.include({ rows: 5_244, taken: 5_244, refused: 0 });
  });

  it('of trades makes the high and the low of nearly every minute that the source made of the same trades', function () {
    this.timeout(30_000);
    const made = imported('ticks/BAC_20131007_trades.csv.gz');
    expect(made.rows).to.equal(88_172);
    expect(made.bars).to.have.length(390);
    const source = new Map(imported('bars-1m/BAC_20131004-20131011_trade_1m.csv.gz').bars.map((bar) => [bar.start, bar]));
    const equal = (field: 'high' | 'low' | 'volume') => made.bars.filter((bar) => source.get(bar.start)?.[field] === bar[field]).length;
    // ../shared/data: with every trade in the price, 383 and 384 of 390; volume 388
    expect([equal('high'), equal('low'), equal('volume')]).to.deep.equal([383, 384, 388]);
  });
});
