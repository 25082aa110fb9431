import { encode, encodeQuote, encodeTrade, feedStatusMessage, heartbeatMessage, interestMessage, decode, REPLAY_OWNER, subjects, symbolFeedMessage } from '@sofi/contracts';
import { equitySymbol, price } from '@sofi/domain';
import { expect } from 'chai';
import { AAPL, barAt, beat, feed, OPEN, session, snapshot } from './fixtures.js';
import { problemIn, RunningGateway } from './running-gateway.js';

describe('the market over REST', function () {
  this.timeout(30_000);
  let gateway: RunningGateway;

  before(async () => {
    gateway = await RunningGateway.start();
    await gateway.answer('market-data.snapshots', ({ symbols }) => ({
      known: symbols.filter((symbol) => symbol === 'AAPL' || symbol === 'BRK/B').map((symbol) => ({ ...snapshot, symbol })),
      unknown: symbols.filter((symbol) => symbol !== 'AAPL' && symbol !== 'BRK/B'),
    }));
    await gateway.answer('market-data.search', ({ text }) => ({ found: [{ symbol: 'AAPL', description: `Apple, for ${text}`, exchange: 'Q' }] }));
    await gateway.answer('market-data.sessions', ({ month }) => ({ sessions: month === 10 ? [session] : [], source: 'broker' }));
    await gateway.answer('market-data.status', () => feed);
    await gateway.answer('market-data.backfill', () => ({ state: 'done', done: 0, of: 0, settledUntil: OPEN }));
    await gateway.answer('market-data.bars', ({ from, to }) => ({
      bars: [1, 2, 3, 5].map((minute) => barAt(minute, 50 + minute)).filter((bar) => bar.start >= from && bar.start < to),
    }));
    await gateway.bus.record('md.clock', JSON.stringify({ kind: 'clock', time: OPEN + 600_000, paced: true }));
    await gateway.db.bars.save([barAt(4, 104), barAt(5, 105), barAt(6, 106)]);
    await gateway.signIn();
  });
  after(() => gateway.stop());

  it('quotes: the snapshot, brought up to date by the stream; what nobody knows is told apart', async () => {
    await gateway.bus.record(
      subjects.trade(AAPL),
      encodeTrade({
        kind: 'trade',
        symbol: AAPL,
        price: price(102.5),
        size: 10,
        cumulativeVolume: 1010,
        exchange: 'Q',
        session: 'regular',
        exchangeTime: OPEN + 5,
        receivedTime: OPEN + 6,
      }),
    );
    await gateway.bus.record(
      subjects.quote(AAPL),
      encodeQuote({ kind: 'quote', symbol: AAPL, bid: price(102.4), bidSize: 100, ask: price(102.6), askSize: 400, exchangeTime: OPEN + 7, receivedTime: OPEN + 8 }),
    );
    const { quotes, unknown } = await gateway.json<{ quotes: object[]; unknown: string[] }>('quotes?symbols=AAPL,ZZZZ,brk/b,12,');
    expect(unknown).to.deep.equal(['ZZZZ', '12']);
    expect(quotes[0]).to.deep.equal({
      symbol: 'AAPL',
      description: 'Apple Inc',
      last: 102.5,
      bid: 102.4,
      ask: 102.6,
      bidSize: 100,
      askSize: 400,
      open: 98,
      high: 102.5,
      low: 97,
      previousClose: 95,
      volume: 1010,
      exchangeTime: OPEN + 7,
      receivedTime: OPEN + 8,
      feed: null,
    });
    expect(quotes[1]).to.include({ symbol: 'BRK/B', last: 100 });
    expect(problemIn(await gateway.send('quotes')).errors[0]).to.include({ field: 'symbols' });
  });

  it('quotes: with how far they can be trusted; more symbols than fit are refused in words, by whatever way they come', async () => {
    const stale = { state: 'stale', lastEventTime: OPEN + 7, since: OPEN + 60, reason: 'silent' } as const;
    await gateway.bus.record(subjects.symbolFeed(AAPL), encode(symbolFeedMessage, { symbol: AAPL, ...stale }));
    expect((await gateway.json<{ quotes: object[] }>('quotes?symbols=AAPL')).quotes[0]).to.deep.include({ feed: stale });
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => `A${String.fromCharCode(65 + (at % 26), 65 + (Math.floor(at / 26) % 26), 65 + Math.floor(at / 676))}`).join(',');
    for (const count of [501, 10_000]) {
      expect(problemIn(await gateway.send(`quotes?symbols=${many(count)}`)).errors[0]).to.include({
        field: 'symbols',
        value: `${count} symbols`,
        message: 'must be at most 500 at once',
      });
    }
    const impossible = Array.from({ length: 10_000 }, (_, at) => at).join(',');
    expect(problemIn(await gateway.send(`quotes?symbols=${impossible}`)).errors[0]).to.include({ value: '10000 symbols' });
    for (const empty of ['', ',', '%20']) expect(problemIn(await gateway.send(`quotes?symbols=${empty}`)).errors[0]).to.include({ field: 'symbols' });
  });

  it('symbols: what a text could mean', async () => {
    expect(await gateway.json('symbols?q=app')).to.deep.equal({ symbols: [{ symbol: 'AAPL', description: 'Apple, for app', exchange: 'Q' }] });
  });

  it('candles: the stored bars, and before them the broker’s, oldest first', async () => {
    const { bars, ...head } = await gateway.json<{ bars: { time: number; close: number }[] }>(
      `candles/AAPL?timeframe=1m&from=${OPEN + 60_000}&to=${new Date(OPEN + 6 * 60_000).toISOString()}`,
    );
    expect(head).to.deep.equal({ symbol: 'AAPL', timeframe: '1m', splits: [] });
    // minutes 1 to 3 are the broker's, 4 and 5 are stored, 6 starts at `to` and is out
    expect(bars.map(({ time, close }) => [(time - OPEN) / 60_000, close])).to.deep.equal([
      [1, 51],
      [2, 52],
      [3, 53],
      [4, 104],
      [5, 105],
    ]);
    expect(bars[3]).to.deep.equal({ time: OPEN + 240_000, open: 104, high: 104, low: 104, close: 104, volume: 5, tradeCount: 1, vwap: 104, revision: 0, quality: 'whole' });
    expect(await gateway.db.bars.load({ symbol: AAPL, timeframe: '1m', to: OPEN + 240_000 }), 'only the aggregator writes bars').to.deep.equal([]);
  });

  it('candles: coarser ones are rolled up from minutes, the broker’s and the stored ones, by the market’s own sessions', async () => {
    const { bars } = await gateway.json<{ bars: { time: number; open: number; close: number }[] }>(`candles/AAPL?timeframe=5m&from=${OPEN}&to=${OPEN + 600_000}`);
    // the broker has the minutes 1 to 3, stored are 4, 5 and 6; the fifth closes the bucket of the first five
    expect(bars.map(({ time, open, close }) => [(time - OPEN) / 60_000, open, close])).to.deep.equal([[0, 51, 104]]);
    const cut = await gateway.json<{ bars: unknown[] }>(`candles/AAPL?timeframe=5m&from=${OPEN + 60_000}&to=${OPEN + 600_000}`);
    expect(cut.bars, 'half a bar is none').to.deep.equal([]);
  });

  it('candles: before a split in the prices behind it, and says so', async () => {
    const old = { ...barAt(0, 700), start: OPEN - 86_400_000, end: OPEN - 86_400_000 + 60_000 };
    await gateway.db.bars.save([old]);
    await gateway.db.splits.note(AAPL, { date: '2013-10-07', ratio: { shares: 7, of: 1 } }, OPEN);
    const { bars, splits } = await gateway.json<{ bars: { close: number; volume: number }[]; splits: object[] }>(`candles/AAPL?from=${old.start}&to=${OPEN + 5 * 60_000}`);
    // 700 / 7 = 100, 5 × 7 = 35
    expect(bars[0]).to.include({ close: 100, volume: 35 });
    expect(bars.at(-1)).to.include({ close: 104, volume: 5 });
    expect(splits).to.deep.equal([{ date: '2013-10-07', ratio: { shares: 7, of: 1 } }]);
  });

  it('candles: of more than the limit the newest, up to the market’s own time', async () => {
    const { bars } = await gateway.json<{ bars: { close: number }[] }>('candles/AAPL?limit=2');
    expect(bars.map((bar) => bar.close)).to.deep.equal([105, 106]);
  });

  it('candles: the timeframe and the symbol are checked', async () => {
    expect(problemIn(await gateway.send('candles/AAPL?timeframe=banana')).errors[0]).to.include({ field: 'timeframe', value: 'banana' });
    expect(problemIn(await gateway.send('candles/12')).errors[0]).to.include({ field: 'symbol', value: '12' });
    expect(problemIn(await gateway.send('candles/%20')).errors[0]).to.include({ field: 'symbol', value: ' ' });
    expect(problemIn(await gateway.send('candles/AAPL?limit=0')).errors[0]).to.include({ field: 'limit', value: '0' });
  });

  it('candles: of a symbol that nobody knows there are none, which is not the same as no bars', async () => {
    const before: readonly number[] = [OPEN - 172_800_000, OPEN - 172_740_000];
    const range = `from=${before[0]}&to=${before[1]}`;
    expect(await gateway.json(`candles/AAPL?${range}`)).to.deep.include({ bars: [] });
    expect(problemIn(await gateway.send(`candles/ZZZZ?${range}`))).to.deep.include({
      status: 422,
      errors: [{ field: 'symbol', message: 'is not known to the broker', value: 'ZZZZ' }],
    });
  });

  it('watchlists: in a replay a new user sees what is on its tape, in any other market the usual five', async () => {
    const said = (names: string[]) => gateway.bus.record(subjects.interest(REPLAY_OWNER), encode(interestMessage, { owner: REPLAY_OWNER, symbols: names.map(equitySymbol) }));
    await said(['BAC', 'KO']);
    expect(await gateway.json('watchlists')).to.deep.equal({ symbols: ['BAC', 'KO'] });
    await said([]);
    expect(await gateway.json('watchlists')).to.deep.equal({ symbols: ['AAPL', 'MSFT', 'GOOGL', 'TSLA', 'NVDA'] });
  });

  it('watchlists: five to begin with, then as one likes; the union is asked of the feed', async () => {
    expect(await gateway.json('watchlists')).to.deep.equal({ symbols: ['AAPL', 'MSFT', 'GOOGL', 'TSLA', 'NVDA'] });
    const added = await gateway.send('watchlists', { body: { symbol: ' brk/b ' } });
    expect(added.status).to.equal(201);
    expect(JSON.parse(added.text)).to.deep.equal({ symbols: ['AAPL', 'MSFT', 'GOOGL', 'TSLA', 'NVDA', 'BRK/B'] });
    const removed = await gateway.json('watchlists/TSLA', { method: 'DELETE' });
    expect(removed).to.deep.equal({ symbols: ['AAPL', 'MSFT', 'GOOGL', 'NVDA', 'BRK/B'] });
    const interest = await gateway.bus.newest('INTEREST', subjects.interest('gateway'));
    expect(decode(interestMessage, interest!.data)).to.deep.equal({ owner: 'gateway', symbols: ['AAPL', 'BRK/B', 'GOOGL', 'MSFT', 'NVDA', 'TSLA'].map(equitySymbol) });
    expect(await gateway.json('watchlists/BRK%2FB', { method: 'DELETE' })).to.deep.equal({ symbols: ['AAPL', 'MSFT', 'GOOGL', 'NVDA'] });
  });

  it('watchlists: a symbol that nobody knows changes nothing', async () => {
    const before = await gateway.json('watchlists');
    const refused = problemIn(await gateway.send('watchlists', { body: { symbol: 'ZZZZ' } }));
    expect(refused).to.deep.include({ status: 422, errors: [{ field: 'symbol', message: 'is not known to the broker', value: 'ZZZZ' }] });
    expect(problemIn(await gateway.send('watchlists', { body: { symbol: '12' } })).errors[0]).to.include({ field: 'symbol', value: '12' });
    for (const symbol of ['', ' ']) expect(problemIn(await gateway.send('watchlists', { body: { symbol } })).errors[0]).to.include({ field: 'symbol', value: symbol });
    expect(await gateway.json('watchlists')).to.deep.equal(before);
  });

  it('watchlists: 500 symbols and no more; the 501st is refused in words and changes nothing', async () => {
    const before = (await gateway.json<{ symbols: string[] }>('watchlists')).symbols;
    const full = Array.from({ length: 500 }, (_, at) => equitySymbol(`Q${String.fromCharCode(65 + (at % 26), 65 + Math.floor(at / 26))}`));
    await gateway.db.watchlists.set('admin', full);
    expect(problemIn(await gateway.send('watchlists', { body: { symbol: 'AAPL' } }))).to.deep.include({
      status: 422,
      errors: [{ field: 'symbol', message: 'is one too many: a watchlist holds at most 500 symbols', value: 'AAPL' }],
    });
    expect(await gateway.json('watchlists')).to.deep.equal({ symbols: full });
    await gateway.db.watchlists.set('admin', before.map(equitySymbol));
  });

  it('market: clock, calendar and status', async () => {
    expect(await gateway.json('market/clock')).to.deep.equal({ time: OPEN + 600_000, state: 'open', session, next: null, nextChange: session.close });
    expect(await gateway.json('market/calendar?year=2013&month=10')).to.deep.equal({ year: 2013, month: 10, sessions: [session], source: 'broker' });
    expect(problemIn(await gateway.send('market/calendar?month=13')).errors[0]).to.include({ field: 'month', value: '13' });
    expect(await gateway.json('market/status')).to.deep.equal(feed);
  });

  it('strategy types: each with a JSON Schema that a form can be drawn from', async () => {
    const { types } = await gateway.json<{ types: { type: string; parameters: { properties: Record<string, { default: number; title: string }> } }[] }>('strategy-types');
    const rsi = types.find((one) => one.type === 'rsi-mean-reversion')!;
    expect(rsi.parameters.properties['period']).to.include({ default: 14, title: 'RSI period', type: 'integer' });
    expect(rsi.parameters.properties['oversold']).to.include({ default: 30 });
  });

  it('health: unknown before the feed has spoken, down while a service is missing, ok when all beat', async () => {
    expect(problemIn(await gateway.send('system/health')).status).to.equal(503);
    await gateway.bus.record(subjects.feedStatus, encode(feedStatusMessage, feed));
    const health = () => gateway.json<{ status: string; mode: string; feed: object; services: { name: string; status: string }[] }>('system/health');
    const down = await health();
    expect(down, 'the word of a market-data that does not beat is not believed').to.deep.include({ status: 'down', mode: 'simulated' });
    expect(down.feed).to.include({ state: 'stale' });
    expect(down.services.find((one) => one.name === 'order-router')).to.include({ status: 'down' });
    for (const service of ['market-data', 'candle-aggregator', 'strategy-runner', 'order-router'])
      gateway.bus.publish(subjects.heartbeat(service), encode(heartbeatMessage, beat(service)));
    await gateway.json('market/status');
    expect(await health()).to.deep.include({ status: 'ok', feed: { state: 'live', ageMs: 40 } });
    expect((await gateway.json<{ services: object[] }>('system/services')).services).to.have.length(5);
  });

  it('describes itself', async () => {
    const { openapi, paths } = await gateway.json<{ openapi: string; paths: object }>('/api/docs');
    expect(openapi).to.equal('3.1.0');
    expect(paths).to.include.keys('/api/v1/orders', '/api/v1/strategies/{id}/start');
  });

  it('says 503 in words where a service does not answer', async () => {
    expect(problemIn(await gateway.send('strategies/1')).status).to.equal(404);
    const answer = problemIn(await gateway.send('positions/close', { body: { book: 'manual' } }));
    expect(answer).to.include({ status: 503, title: 'Unavailable' });
    expect(answer.detail).to.include('order-router.flatten');
  });
});
