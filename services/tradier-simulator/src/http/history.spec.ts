import { expect } from 'chai';
import { atNewYork, price } from '@sofi/domain';
import { historyRoutes } from './history.js';
import { ask, askInTime, NOON, standing } from './testing.js';
import { timesalesRoutes } from './timesales.js';

type Day = { date: string; open: number; high: number; low: number; close: number; volume: number };
type Minute = { time: string; price: number; open: number; high: number; low: number; close: number; volume: number; vwap: number | 'NaN' };

describe('The past of prices', () => {
  const simulation = standing();
  const routes = [...historyRoutes(simulation), ...timesalesRoutes(simulation)];
  const get = (what: string, query: string) => ask(routes, 'GET', `/v1/markets/${what}?${query}`);
  const past = (query: string) => askInTime(routes, 'GET', `/v1/markets/history?${query}`);
  const days = async (query: string) => [((await past(query)) as { history: { day: Day | Day[] } }).history.day].flat();
  const series = (query: string) => [(get('timesales', query) as { series: { data: Minute | Minute[] } }).series.data].flat();

  it('has a day for each session, the present one as far as it has come', async () => {
    // May 25 2026 is Memorial Day
    expect((await days('symbol=KO&start=2026-05-22&end=2026-05-27')).map(({ date }) => date)).to.deep.equal(['2026-05-22', '2026-05-26', '2026-05-27']);
    const today = (await days('symbol=KO&start=2026-06-10'))[0];
    const minutes = series('symbol=KO&interval=1min&start=2026-06-10+09:30&session_filter=open');
    expect(minutes).to.have.length(150); // 9:30 to 12:00; the one that begins now has no trade yet
    expect(today).to.include({ date: '2026-06-10', open: minutes[0]?.open, close: minutes.at(-1)?.close, volume: minutes.reduce((sum, { volume }) => sum + volume, 0) });
  });

  it('dates a week by its Monday and a month by its first, whether or not they trade', async () => {
    const daily = await days('symbol=KO&start=2026-05-25&end=2026-05-31');
    const weekly = await days('symbol=KO&interval=weekly&start=2026-05-25&end=2026-05-31');
    expect(weekly).to.deep.equal([
      {
        date: '2026-05-25',
        open: daily[0]?.open,
        high: Math.max(...daily.map(({ high }) => high)),
        low: Math.min(...daily.map(({ low }) => low)),
        close: daily.at(-1)?.close,
        volume: daily.reduce((sum, { volume }) => sum + volume, 0),
      },
    ]);
    expect((await days('symbol=KO&interval=monthly&start=2026-04-15&end=2026-06-10')).map(({ date }) => date)).to.deep.equal(['2026-04-01', '2026-05-01', '2026-06-01']);
  });

  it('of an option follows from its share’s, until the option has expired', async () => {
    const live = await days('symbol=AAPL260618C00200000&start=2026-06-08&end=2026-06-10');
    expect(live.map(({ date }) => date)).to.deep.equal(['2026-06-08', '2026-06-09', '2026-06-10']);
    for (const { open, high, low, close } of live) {
      expect(high).to.be.at.least(Math.max(open, close));
      expect(low).to.be.at.most(Math.min(open, close));
    }
    expect(series('symbol=AAPL260618C00200000&interval=5min&start=2026-06-10+09:30').length).to.equal(30);
    expect(get('timesales', 'symbol=AAPL260618C00200000&start=2026-06-10+09:30'), 'ticks').to.deep.equal({ series: null });
    expect(await past('symbol=AAPL260605C00200000')).to.deep.equal({ history: null });
  });

  it('has for the price of a bar the middle of it', () => {
    for (const { price: middle, high, low } of series('symbol=KO&interval=15min&start=2026-06-10+09:30')) expect(middle).to.be.closeTo((high + low) / 2, 1e-9);
  });

  it('has no average price for a bar in which nothing was traded, and says so in words', () => {
    const quiet = standing();
    const at = price(63);
    Object.assign(quiet.market, { minutes: () => [{ start: NOON, open: at, high: at, low: at, close: at, volume: 0, vwap: at }] });
    const answer = ask(timesalesRoutes(quiet), 'GET', '/v1/markets/timesales?symbol=KO&interval=1min');
    expect(answer).to.have.nested.include({ 'series.data.time': '2026-06-10T12:00:00', 'series.data.close': 63, 'series.data.vwap': 'NaN' });
  });

  it('is remembered for fewer days with all hours than with regular ones alone', () => {
    const refusal = (query: string) => get('timesales', `symbol=KO&${query}`);
    expect(refusal('interval=1min&start=2026-05-30+23:59')).to.deep.equal([400, 'Invalid parameter, start: must be on or after 2026-05-31 00:00:00.']);
    expect(series('interval=1min&start=2026-05-22+09:30&end=2026-05-22+09:31&session_filter=open&symbol=KO')).to.have.length(2);
    expect(refusal('interval=5min&start=2026-05-22+09:30')).to.deep.equal([400, 'Invalid parameter, start: must be on or after 2026-05-23 00:00:00.']);
    expect(refusal('interval=tick&session_filter=open&start=2026-06-04+09:30')).to.deep.equal([400, 'Invalid parameter, start: must be on or after 2026-06-05 00:00:00.']);
  });

  it('is too big for one answer in ticks of days', function () {
    this.timeout(20_000);
    expect(get('timesales', 'symbol=TSLA&interval=tick&start=2026-06-05+09:30')).to.deep.equal([
      500,
      { fault: { faultstring: 'Body buffer overflow', detail: { errorcode: 'protocol.http.TooBigBody' } } },
    ]);
    expect(series('symbol=TSLA&interval=tick&start=2026-06-10+11:00&end=2026-06-10+12:00').length).to.be.greaterThan(100);
  });

  it('is asked for in Tradier’s words', async () => {
    expect(await past('symbol=KO&interval=hourly')).to.deep.equal([400, 'Invalid parameter, interval: is not valid.']);
    expect(await past('symbol=KO&start=yesterday')).to.deep.equal([400, 'Invalid parameter, start: is not valid.']);
    expect(await past('symbol=KO&session_filter=late')).to.deep.equal([400, 'Invalid parameter, session_filter: is not valid.']);
    expect(get('timesales', 'interval=1min')).to.deep.equal([400, 'Invalid parameter, symbol: is required.']);
    expect(get('timesales', 'symbol=KO&end=noon')).to.deep.equal([400, 'Invalid parameter, end: is not valid.']);
    expect(get('timesales', 'symbol=ZZZZ&interval=1min')).to.deep.equal({ series: null });
    expect(await askInTime(historyRoutes(standing(atNewYork('2026-06-06', '12:00'))), 'GET', '/v1/markets/history?symbol=KO&start=2026-06-06'), 'a Saturday').to.deep.equal({
      history: null,
    });
  });
});
