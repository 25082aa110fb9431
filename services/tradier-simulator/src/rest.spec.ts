import { expect } from 'chai';
import type { RunningSimulator } from './simulator.js';
import { ACCOUNT_PATH, Client, closeAll, started } from './testing.js';

describe('The REST face of a made market', () => {
  let simulator: RunningSimulator;
  let client: Client;
  before(async () => {
    simulator = await started([]);
    client = new Client(simulator.url);
  });
  after(closeAll);

  it('says everywhere that it is simulated', async () => {
    for (const path of ['/', '/v1/simulator', '/v1/user/profile', '/v1/nothing']) expect((await client.request('GET', path)).headers.get('x-simulated-market')).to.equal('true');
    expect(await client.get('/v1/user/profile')).to.have.nested.include({ 'profile.name': 'SofiTrader simulator (no real money)', 'profile.account.account_number': 'SIM0000001' });
    expect(await (await fetch(`${simulator.url}/v1/simulator`)).json(), 'without a token').to.include({
      market: 'generated',
      state: 'running',
      paced: false,
      speed: 1,
      fingerprint: 'seed-1-24h',
    });
    expect(await (await fetch(simulator.url)).text()).to.include('No money, no account and no real market');
  });

  it('answers a bad token with the fault of the gateway, and one without JSON in XML', async () => {
    const refused = await fetch(`${simulator.url}/v1/user/profile`, { headers: { authorization: 'Bearer other', accept: 'application/json' } });
    expect([refused.status, await refused.json()]).to.deep.equal([
      401,
      { fault: { faultstring: 'Invalid Access Token', detail: { errorcode: 'keymanagement.service.invalid_access_token' } } },
    ]);
    const xml = await (await fetch(`${simulator.url}/v1/markets/quotes?symbols=ZZZZ`, { headers: { authorization: 'Bearer simulated' } })).text();
    expect(xml).to.equal('<?xml version="1.0" encoding="UTF-8"?><quotes><unmatched_symbols><symbol>ZZZZ</symbol></unmatched_symbols></quotes>');
    expect(await client.text('GET', '/v1/accounts/VA000001/balances')).to.deep.equal([401, 'Unauthorized Account: VA000001']);
  });

  it('counts calls in the headers, and refuses those beyond the limit', async () => {
    const small = await started(['--rate-limit', '2']);
    const hurried = new Client(small.url);
    const first = await hurried.request('GET', '/v1/markets/clock');
    expect(['allowed', 'used', 'available'].map((name) => first.headers.get(`x-ratelimit-${name}`))).to.deep.equal(['2', '1', '1']);
    await hurried.request('GET', '/v1/markets/clock');
    const [status, words] = await hurried.text('GET', '/v1/markets/clock');
    expect([status, words]).to.deep.equal([429, `Quota Violation: the limit of 2 calls a minute is reached until ${first.headers.get('x-ratelimit-expiry')}`]);
    expect((await hurried.request('GET', '/v1/user/profile')).status, 'another class of endpoint').to.equal(200);
    await small.close();
  });

  it('gives an account of $100,000 on margin', async () => {
    expect(await client.get(`${ACCOUNT_PATH}/balances`)).to.have.nested.include({
      'balances.account_type': 'margin',
      'balances.total_cash': 100_000,
      'balances.total_equity': 100_000,
      'balances.margin.stock_buying_power': 200_000,
    });
    expect(await client.get(`${ACCOUNT_PATH}/positions`)).to.deep.equal({ positions: 'null' });
    expect(await client.get(`${ACCOUNT_PATH}/orders`)).to.deep.equal({ orders: 'null' });
    expect(await client.get(`${ACCOUNT_PATH}/history`)).to.deep.equal({ history: 'null' });
    expect(await client.get(`${ACCOUNT_PATH}/gainloss`)).to.deep.equal({ gainloss: 'null' });
  });

  it('quotes one share as an object, several as a list, and unknown ones apart', async () => {
    const one = (await client.get('/v1/markets/quotes?symbols=AAPL')) as {
      quotes: { quote: { symbol: string; bid: number; ask: number; last: number; low: number; high: number } };
    };
    expect(one.quotes.quote).to.include({ symbol: 'AAPL', description: 'Apple Inc', type: 'stock' });
    expect(one.quotes.quote.bid).to.be.lessThan(one.quotes.quote.ask);
    expect(one.quotes.quote.last).to.be.within(one.quotes.quote.low, one.quotes.quote.high);
    const many = (await client.post('/v1/markets/quotes', { symbols: 'AAPL,BRK/B,ZZZA,ZZZB' })) as { quotes: { quote: { symbol: string }[]; unmatched_symbols: unknown } };
    expect(many.quotes.quote.map(({ symbol }) => symbol)).to.deep.equal(['AAPL', 'BRK/B']);
    expect(many.quotes.unmatched_symbols).to.deep.equal({ symbol: ['ZZZA', 'ZZZB'] });
    expect(await client.get('/v1/markets/quotes?symbols=ZZZZ')).to.deep.equal({ quotes: { unmatched_symbols: { symbol: 'ZZZZ' } } });
  });

  it('remembers minutes for as long as Tradier does, and adds them up', async () => {
    type Series = { series: { data: { time: string; timestamp: number; open: number; high: number; low: number; close: number; volume: number; price: number }[] } };
    const yesterday = new Date(Date.now() - 30 * 3_600_000).toISOString().slice(0, 10);
    const query = `symbol=MSFT&start=${yesterday}+10:00&end=${yesterday}+10:14`;
    const minutes = ((await client.get(`/v1/markets/timesales?interval=1min&${query}`)) as Series).series.data;
    expect(minutes.map(({ time }) => time)).to.deep.equal(Array.from({ length: 15 }, (_, minute) => `${yesterday}T10:${String(minute).padStart(2, '0')}:00`));
    const { series } = (await client.get(`/v1/markets/timesales?interval=15min&${query}`)) as { series: { data: Series['series']['data'][number] } };
    expect(series.data).to.include({
      time: `${yesterday}T10:00:00`,
      open: minutes[0]?.open,
      high: Math.max(...minutes.map(({ high }) => high)),
      low: Math.min(...minutes.map(({ low }) => low)),
      close: minutes.at(-1)?.close,
      volume: minutes.reduce((sum, { volume }) => sum + volume, 0),
    });
    const ticks = ((await client.get(`/v1/markets/timesales?symbol=MSFT&start=${yesterday}+10:00&end=${yesterday}+10:01`)) as Series).series.data;
    expect(ticks.reduce((sum, { volume }) => sum + volume, 0)).to.equal(minutes[0]?.volume);
    const [status, words] = await client.text('GET', '/v1/markets/timesales?symbol=MSFT&interval=1min&start=2013-01-01+00:00');
    expect([status, words.replace(/\d{4}-\d\d-\d\d/, 'DATE')]).to.deep.equal([400, 'Invalid parameter, start: must be on or after DATE 00:00:00.']);
    expect(await client.get('/v1/markets/timesales?symbol=ZZZZ&interval=1min')).to.deep.equal({ series: null });
  });

  it('tells days, weeks and months', async () => {
    type History = { history: { day: { date: string; open: number; close: number; volume: number }[] } };
    const daily = ((await client.get('/v1/markets/history?symbol=KO&start=2026-03-02&end=2026-03-08')) as History).history.day;
    expect(daily.map(({ date }) => date)).to.deep.equal(['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06', '2026-03-07', '2026-03-08']);
    const weekly = (await client.get('/v1/markets/history?symbol=KO&interval=weekly&start=2026-03-02&end=2026-03-08')) as { history: { day: object } };
    expect(weekly.history.day).to.include({ date: '2026-03-02', open: daily[0]?.open, close: daily[6]?.close, volume: daily.reduce((sum, { volume }) => sum + volume, 0) });
    expect(await client.get('/v1/markets/history?symbol=ZZZZ')).to.deep.equal({ history: null });
  });

  it('never closes: the calendar has every day from 00:00 to 24:00', async () => {
    const { calendar } = (await client.get('/v1/markets/calendar?year=2026&month=2')) as {
      calendar: { month: number; days: { day: { date: string; status: string; open: object; premarket?: object }[] } };
    };
    expect(calendar.days.day).to.have.length(28);
    for (const day of calendar.days.day) expect(day).to.deep.include({ status: 'open', open: { start: '00:00', end: '24:00' } });
    expect(await client.get('/v1/markets/clock')).to.have.nested.include({ 'clock.state': 'open', 'clock.next_change': '24:00', 'clock.next_state': 'closed' });
  });

  it('keeps the hours of the exchange where it is told to', async () => {
    const nyse = await started(['--session', 'nyse']);
    const { calendar } = (await new Client(nyse.url).get('/v1/markets/calendar?year=2024&month=7')) as { calendar: { days: { day: Record<string, unknown>[] } } };
    const days = new Map(calendar.days.day.map((day) => [day['date'], day]));
    expect(days.get('2024-07-04'), 'Independence Day').to.deep.equal({ date: '2024-07-04', status: 'closed', description: 'Market is closed for Independence Day' });
    expect(days.get('2024-07-03'), 'its eve, a half-day').to.deep.include({ open: { start: '09:30', end: '13:00' } });
    expect(days.get('2024-07-05')).to.deep.include({ open: { start: '09:30', end: '16:00' } });
    await nyse.close();
  });

  it('finds companies by name and by the beginning of the symbol', async () => {
    expect(await client.get('/v1/markets/search?q=tesla')).to.deep.equal({ securities: { security: { symbol: 'TSLA', exchange: 'Q', type: 'stock', description: 'Tesla Inc' } } });
    expect(await client.get('/v1/markets/search?q=zzzz')).to.deep.equal({ securities: null });
    expect(await client.get('/v1/markets/lookup?q=SP&types=etf')).to.have.nested.property('securities.security.symbol', 'SPY');
  });

  it('shows a page of itself, with what it needs, to those without a token', async () => {
    for (const [path, type] of [
      ['/', 'text/html'],
      ['/page.css', 'text/css'],
      ['/page.js', 'text/javascript'],
      ['/v1/simulator/faults/kinds', 'application/json'],
    ] as const) {
      const response = await fetch(`${simulator.url}${path}`);
      expect([response.status, response.headers.get('content-type')]).to.deep.equal([200, `${type}; charset=utf-8`]);
    }
    expect(await client.get('/v1/simulator')).to.have.all.keys(
      ...['market', 'symbols', 'from', 'to', 'speed', 'time', 'state', 'paced', 'fingerprint'],
      ...['rejects', 'priceLag', 'calls', 'faults', 'orders'],
    );
  });

  it('takes another way with orders while it runs, and refuses what is none', async () => {
    await client.control({ action: 'rejects', rejects: 'sync' });
    await client.control({ action: 'price-lag', ms: 250 });
    expect(await client.get('/v1/simulator')).to.include({ rejects: 'sync', priceLag: 250 });
    for (const wrong of [{ action: 'rejects', rejects: 'never' }, { action: 'price-lag', ms: -1 }, { action: 'speed', speed: 0 }, { action: 'leap' }]) {
      expect((await client.sendJson('/v1/simulator/replay', wrong)).status, JSON.stringify(wrong)).to.equal(422);
    }
  });

  it('is controlled by those alone who have the token', async () => {
    const response = await fetch(`${simulator.url}/v1/simulator/replay`, { method: 'POST', body: '{"action":"pause"}' });
    expect(response.status).to.equal(401);
    await client.control({ action: 'pause' });
    expect(await client.get('/v1/simulator')).to.include({ state: 'held' });
    await client.control({ action: 'speed', speed: 'max' });
    await client.control({ action: 'start' });
    expect(await client.get('/v1/simulator')).to.include({ state: 'running', speed: 1 });
  });
});
