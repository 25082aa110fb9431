import { equitySymbol, type Bar } from '@sofi/domain';
import { expect } from 'chai';
import { HTML, httpTo } from '../test/connection.js';
import { FakeTradier } from '../test/fake-tradier.js';
import type { TradierHttp } from './http.js';
import { TradierClient } from './tradier-client.js';
import { TradierHistory } from './tradier-history.js';

const AAPL = equitySymbol('AAPL');
const SERIES = '/markets/timesales';
/** 2019-05-09 09:30 in New York, which is on summer time: 13:30 UTC */
const OPEN = Date.UTC(2019, 4, 9, 13, 30);
const MINUTE = 60_000;

function minute(start: number, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { time: 'x', timestamp: start / 1000, price: 199.645, open: 200.46, high: 200.53, low: 198.76, close: 200.1154, volume: 1273841, vwap: 199.77806, ...fields };
}

describe('the history', () => {
  let tradier: FakeTradier;
  let http: TradierHttp;
  let history: TradierHistory;
  beforeEach(async () => {
    tradier = await FakeTradier.start();
    http = httpTo(tradier);
    history = new TradierHistory(new TradierClient(http, 'VA000001'));
  });
  afterEach(async () => {
    await http.close();
    await tradier.stop();
  });

  async function minutes(from: number, to: number): Promise<readonly Bar[]> {
    const answer = await history.minuteBars(AAPL, from, to);
    if (answer.state !== 'known') throw new Error(answer.reason);
    return answer.value;
  }

  describe('of minutes', () => {
    it('is asked for in New York time, regular hours alone, and gives bars', async () => {
      tradier.json(`GET ${SERIES}`, { series: { data: minute(OPEN) } });
      expect(await minutes(OPEN, OPEN + 90_500)).to.deep.equal([
        {
          symbol: 'AAPL',
          timeframe: '1m',
          start: OPEN,
          end: OPEN + MINUTE,
          open: 200_460_000,
          high: 200_530_000,
          low: 198_760_000,
          close: 200_115_400,
          volume: 1_273_841,
          tradeCount: 0,
          vwap: 199_778_060,
          revision: 0,
          quality: 'backfilled',
        },
      ]);
      expect(tradier.requests[0]?.query).to.deep.equal({
        symbol: 'AAPL',
        interval: '1min',
        session_filter: 'open',
        start: '2019-05-09 09:30',
        end: '2019-05-09 09:32',
      });
    });

    it('holds what starts within the range, oldest first, once', async () => {
      const data = [2, 0, 1, 1, 3].map((index) => minute(OPEN + index * MINUTE));
      tradier.json(`GET ${SERIES}`, { series: { data } });
      expect((await minutes(OPEN + 1, OPEN + 3 * MINUTE)).map((bar) => bar.start)).to.deep.equal([OPEN + MINUTE, OPEN + 2 * MINUTE]);
    });

    it('is flat where a minute between two others was quiet, and takes "NaN" for quiet; nights stay empty', async () => {
      const nan = { price: 'NaN', open: 'NaN', high: 'NaN', low: 'NaN', close: 'NaN', vwap: 'NaN', volume: 0 };
      const nextDay = OPEN + 24 * 60 * MINUTE;
      tradier.json(`GET ${SERIES}`, { series: { data: [minute(OPEN), minute(OPEN + MINUTE, nan), minute(OPEN + 3 * MINUTE, { vwap: 'NaN' }), minute(nextDay)] } });
      const bars = await minutes(OPEN, nextDay + MINUTE);
      expect(bars.map((bar) => [(bar.start - OPEN) / MINUTE, bar.volume, bar.open, bar.vwap])).to.deep.equal([
        [0, 1_273_841, 200_460_000, 199_778_060],
        [1, 0, 200_115_400, 200_115_400],
        [2, 0, 200_115_400, 200_115_400],
        [3, 1_273_841, 200_460_000, 200_115_400],
        [1440, 1_273_841, 200_460_000, 199_778_060],
      ]);
    });

    it('begins where Tradier remembers', async () => {
      const refusal = { status: 400, body: 'Invalid parameter, start: must be on or after 2019-05-08 00:00:00.' };
      tradier.on(`GET ${SERIES}`, refusal, { body: { series: { data: [minute(OPEN)] } } });
      expect(await minutes(OPEN - 60 * 24 * 60 * MINUTE, OPEN + MINUTE)).to.have.length(1);
      expect(tradier.requests.map((request) => request.query['start'])).to.deep.equal(['2019-03-10 09:30', '2019-05-08 00:00']);
    });

    it('is empty where Tradier says that it remembers nothing of the range', async () => {
      tradier.on(`GET ${SERIES}`, { status: 400, body: 'Invalid parameter, start: must be on or after 2019-06-01 00:00:00.' });
      expect(await minutes(OPEN, OPEN + MINUTE)).to.deep.equal([]);
      expect(tradier.requests).to.have.length(1);
    });

    for (const series of [null, 'null']) {
      it(`is empty where nothing traded: ${JSON.stringify(series)}`, async () => {
        tradier.json(`GET ${SERIES}`, { series });
        expect(await minutes(OPEN, OPEN + MINUTE)).to.deep.equal([]);
      });
    }

    it('is unavailable when it can not be read', async () => {
      tradier.on(`GET ${SERIES}`, { body: HTML });
      expect((await history.minuteBars(AAPL, OPEN, OPEN + MINUTE)).state).to.equal('unavailable');
    });
  });

  it('of days has the hours of the exchange, half-days too', async () => {
    const day = { open: 564.59, high: 565.85, low: 558.472, close: 562.29, volume: 11730936 };
    // 2013-11-29, the day after Thanksgiving, ended at 13:00; New York was on standard time, 5 hours behind UTC
    tradier.json('GET /markets/history', {
      history: {
        day: [
          { date: '2013-11-29', ...day },
          { date: '2013-11-27', ...day },
          { date: '2013-11-26', ...day, open: 'NaN' },
        ],
      },
    });
    tradier.json('GET /markets/calendar', { calendar: { days: { day: [{ date: '2013-11-29', status: 'open', open: { start: '09:30', end: '13:00' } }] } } });
    const answer = await history.dailyBars(AAPL, '2013-11-26', '2013-11-29');
    expect(answer.state === 'known' && answer.value.map((bar) => [bar.timeframe, bar.start, bar.end, bar.close])).to.deep.equal([
      ['1d', Date.UTC(2013, 10, 27, 14, 30), Date.UTC(2013, 10, 27, 21), 562_290_000],
      ['1d', Date.UTC(2013, 10, 29, 14, 30), Date.UTC(2013, 10, 29, 18), 562_290_000],
    ]);
    expect(tradier.requests[0]?.query).to.deep.equal({ symbol: 'AAPL', interval: 'daily', start: '2013-11-26', end: '2013-11-29' });
  });

  it('of days begins at midnight where the market never sleeps; its calendar is read once', async () => {
    const day = { date: '2013-11-29', open: 1, high: 1, low: 1, close: 1, volume: 1 };
    tradier.json('GET /markets/history', { history: { day } });
    tradier.json('GET /markets/calendar', { calendar: { days: { day: [{ date: '2013-11-30', status: 'open', open: { start: '00:00', end: '24:00' } }] } } });
    await history.dailyBars(AAPL, '2013-11-29', '2013-11-30');
    const answer = await history.dailyBars(AAPL, '2013-11-29', '2013-11-30');
    // New York is five hours behind UTC
    expect(answer.state === 'known' && answer.value.map((bar) => [bar.start, bar.end])).to.deep.equal([[Date.UTC(2013, 10, 29, 5), Date.UTC(2013, 10, 30, 5)]]);
    expect(tradier.requests.filter(({ path }) => path.endsWith('/calendar')).map(({ query }) => query)).to.deep.equal([{ month: '11', year: '2013' }]);
  });

  describe('of minutes that were traded', () => {
    const tick = (ms: number, price: number, volume: number) => ({
      time: 'x',
      timestamp: (OPEN + ms) / 1000,
      price,
      open: price,
      high: price,
      low: price,
      close: price,
      volume,
      vwap: price,
    });
    const refusal = { status: 400, body: 'Invalid parameter, start: must be on or after 2019-05-08 00:00:00.' };
    const asked = () => tradier.requests.map(({ query }) => `${query['interval']} ${query['start']?.slice(11)}-${query['end']?.slice(11)}`);
    async function traded(from: number, to: number) {
      const answer = await history.tradedMinutes(AAPL, from, to);
      if (answer.state !== 'known') throw new Error(answer.reason);
      return answer.value;
    }

    it('are made of ticks, exact: first, highest, lowest, last, volume, count, average; quiet minutes are absent', async () => {
      const data = [tick(1_000, 100, 200), tick(1_000, 102, 100), tick(59_000, 99, 100), tick(120_000, 101, 10), tick(-1, 1, 1), tick(5_000, 0, 5), tick(6_000, 100, 0)];
      tradier.json(`GET ${SERIES}`, { series: { data } });
      const { bars, source } = await traded(OPEN, OPEN + 3 * MINUTE);
      expect(source).to.equal('ticks');
      // (100 × 200 + 102 × 100 + 99 × 100) / 400 = 100.25
      expect(bars).to.deep.equal([
        {
          symbol: AAPL,
          timeframe: '1m',
          start: OPEN,
          end: OPEN + MINUTE,
          open: 100e6,
          high: 102e6,
          low: 99e6,
          close: 99e6,
          volume: 400,
          tradeCount: 3,
          vwap: 100.25e6,
          revision: 0,
          quality: 'backfilled',
        },
        {
          symbol: AAPL,
          timeframe: '1m',
          start: OPEN + 2 * MINUTE,
          end: OPEN + 3 * MINUTE,
          open: 101e6,
          high: 101e6,
          low: 101e6,
          close: 101e6,
          volume: 10,
          tradeCount: 1,
          vwap: 101e6,
          revision: 0,
          quality: 'backfilled',
        },
      ]);
    });

    it('are asked for an hour at a time, and each print is taken once', async () => {
      tradier.json(`GET ${SERIES}`, { series: { data: [tick(0, 100, 1), tick(60 * MINUTE, 101, 1)] } });
      expect((await traded(OPEN, OPEN + 90 * MINUTE)).bars.map(({ volume }) => volume)).to.deep.equal([1, 1]);
      expect(asked()).to.deep.equal(['tick 09:30-10:30', 'tick 10:30-11:00']);
    });

    it('are asked for in smaller pieces where an hour is too much for one answer', async () => {
      const tooBig = { status: 500, body: { fault: { faultstring: 'Body buffer overflow', detail: { errorcode: 'protocol.http.TooBigBody' } } } };
      tradier.on(`GET ${SERIES}`, tooBig, { body: { series: { data: tick(0, 100, 1) } } }, { body: { series: null } });
      expect((await traded(OPEN, OPEN + 60 * MINUTE)).bars).to.have.length(1);
      expect(asked()).to.deep.equal(['tick 09:30-10:30', 'tick 09:30-10:00', 'tick 10:00-10:30']);
    });

    it('are Tradier’s own minutes where it keeps no ticks of then, and say so', async () => {
      tradier.on(`GET ${SERIES}`, refusal, { body: { series: { data: [minute(OPEN), minute(OPEN + 2 * MINUTE)] } } });
      const { bars, source } = await traded(OPEN, OPEN + 3 * MINUTE);
      expect([source, ...bars.map(({ start, tradeCount }) => [(start - OPEN) / MINUTE, tradeCount])]).to.deep.equal(['minutes', [0, 0], [2, 0]]);
    });

    it('are not taken for quiet because there are no ticks: the minutes have the last word', async () => {
      tradier.on(`GET ${SERIES}`, { body: { series: null } }, { body: { series: { data: minute(OPEN) } } });
      expect(await traded(OPEN, OPEN + MINUTE)).to.have.property('source', 'minutes');
      tradier.on(`GET ${SERIES}`, { body: { series: null } });
      expect(await traded(OPEN, OPEN + MINUTE)).to.deep.equal({ bars: [], source: 'ticks' });
    });

    it('are unavailable, not quiet, beyond all memory', async () => {
      tradier.on(`GET ${SERIES}`, refusal);
      expect((await history.tradedMinutes(AAPL, OPEN, OPEN + MINUTE)).state).to.equal('unavailable');
    });
  });

  describe('of the day so far', () => {
    const quote = {
      symbol: 'AAPL',
      description: 'Apple Inc',
      exch: 'Q',
      type: 'stock',
      last: 186.07,
      change: 0.48,
      volume: 6674105,
      open: 186.06,
      high: 186.74,
      low: 185.485,
      close: null,
      bid: 186.08,
      ask: 186.09,
      last_volume: 100,
      trade_date: 1705072233914,
      prevclose: 185.59,
      bidsize: 2,
      bid_date: 1705072235000,
      asksize: 3,
      ask_date: 1705072235000,
    };

    it('is a snapshot of each symbol; the unknown are named', async () => {
      tradier.json('GET /markets/quotes', { quotes: { quote, unmatched_symbols: { symbol: ['SEFDF', 'ZZZZ'] } } });
      expect(await history.snapshots([AAPL, equitySymbol('SEFDF'), equitySymbol('ZZZZ')])).to.deep.equal({
        state: 'known',
        value: {
          known: [
            {
              symbol: 'AAPL',
              description: 'Apple Inc',
              last: 186_070_000,
              bid: 186_080_000,
              bidSize: 200,
              ask: 186_090_000,
              askSize: 300,
              open: 186_060_000,
              high: 186_740_000,
              low: 185_485_000,
              previousClose: 185_590_000,
              volume: 6_674_105,
              time: 1_705_072_235_000,
            },
          ],
          unknown: ['SEFDF', 'ZZZZ'],
        },
      });
    });

    it('may be unknown altogether', async () => {
      tradier.json('GET /markets/quotes', { quotes: { unmatched_symbols: { symbol: 'SEFDF' } } });
      expect(await history.snapshots([equitySymbol('SEFDF')])).to.deep.equal({ state: 'known', value: { known: [], unknown: ['SEFDF'] } });
    });

    it('has nulls before the first trade', async () => {
      tradier.json('GET /markets/quotes', { quotes: { quote: { ...quote, last: 0, bid: null, open: null, high: 'null', low: undefined } } });
      const answer = await history.snapshots([AAPL]);
      expect(answer.state === 'known' && answer.value.known[0]).to.include({ last: null, bid: null, open: null, high: null, low: null });
    });

    it('is asked for in one form where the list is long', async () => {
      tradier.json('POST /markets/quotes', { quotes: {} });
      const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
      await history.snapshots(letters.flatMap((first) => letters.map((second) => equitySymbol(first + second))));
      // 26 × 26 symbols: 2,027 characters with their commas
      expect(tradier.requests.map((request) => request.form['symbols']?.split(',').length)).to.deep.equal([676]);
    });
  });

  it('knows what is listed', async () => {
    const security = { symbol: 'GOOGL', exchange: 'Q', type: 'stock', description: 'Alphabet Inc' };
    tradier.on('GET /markets/search', { body: { securities: { security } } }, { body: { securities: null } });
    expect(await history.search('alphabet')).to.deep.equal({ state: 'known', value: [{ symbol: 'GOOGL', description: 'Alphabet Inc', exchange: 'Q' }] });
    expect(await history.search('zzzz')).to.deep.equal({ state: 'known', value: [] });
    expect(tradier.requests[0]?.query).to.deep.equal({ q: 'alphabet' });
  });

  describe('of sessions', () => {
    it('is the trading days of a month: early ends, no late session, round the clock', async () => {
      const full = { premarket: { start: '07:00', end: '09:24' }, open: { start: '09:30', end: '16:00' }, postmarket: { start: '16:00', end: '19:55' } };
      const day = [
        { date: '2024-11-03', status: 'open', description: 'the clock goes back', open: { start: '00:00', end: '24:00' } },
        { date: '2024-11-28', status: 'closed', description: 'Market is closed for Thanksgiving Day' },
        { date: '2024-11-29', status: 'open', description: 'Market closes early', ...full, open: { start: '09:30', end: '13:00' }, postmarket: undefined },
        { date: '2024-11-01', status: 'open', description: 'Market is open', ...full },
      ];
      tradier.json('GET /markets/calendar', { calendar: { month: 11, year: 2024, days: { day } } });
      expect(await history.sessions(2024, 11)).to.deep.equal({
        state: 'known',
        value: [
          // summer time until November 3: 4 hours behind UTC, then 5
          {
            date: '2024-11-01',
            open: Date.UTC(2024, 10, 1, 13, 30),
            close: Date.UTC(2024, 10, 1, 20),
            preOpen: Date.UTC(2024, 10, 1, 11),
            postClose: Date.UTC(2024, 10, 1, 23, 55),
          },
          { date: '2024-11-03', open: Date.UTC(2024, 10, 3, 4), close: Date.UTC(2024, 10, 4, 5), preOpen: Date.UTC(2024, 10, 3, 4), postClose: Date.UTC(2024, 10, 4, 5) },
          {
            date: '2024-11-29',
            open: Date.UTC(2024, 10, 29, 14, 30),
            close: Date.UTC(2024, 10, 29, 18),
            preOpen: Date.UTC(2024, 10, 29, 12),
            postClose: Date.UTC(2024, 10, 29, 18),
          },
        ],
      });
      expect(tradier.requests[0]?.query).to.deep.equal({ month: '11', year: '2024' });
    });

    it('is unavailable when it can not be read', async () => {
      tradier.on('GET /markets/calendar', { status: 502, body: '' });
      expect((await history.sessions(2024, 11)).state).to.equal('unavailable');
    });
  });
});
