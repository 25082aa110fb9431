import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { ResponseOutlet } from './stream/outlets.js';
import type { RunningSimulator } from './simulator.js';
import { Client, started } from './testing.js';

describe('The market stream of a made market', () => {
  let simulator: RunningSimulator;
  let client: Client;
  before(async () => {
    simulator = await started(['--speed', '30']);
    client = new Client(simulator.url);
  });
  after(() => simulator.close());

  it('writes trades and summaries in text and quotes in numbers, as Tradier does', async () => {
    const listener = await client.listen({ symbols: ['AAPL', 'ZZZZ'] });
    expect((await listener.next(({ error }) => error !== undefined)).error).to.equal('ZZZZ is not a valid symbol');
    const summary = await listener.next(({ type }) => type === 'summary');
    for (const field of ['open', 'high', 'low', 'prevClose']) expect(summary[field]).to.match(/^\d+(\.\d+)?$/);
    const quote = await listener.next(({ type }) => type === 'quote');
    expect(Object.fromEntries(Object.entries(quote).map(([name, value]) => [name, typeof value]))).to.deep.equal({
      ...{ type: 'string', symbol: 'string', bid: 'number', bidsz: 'number', bidexch: 'string', biddate: 'string' },
      ...{ ask: 'number', asksz: 'number', askexch: 'string', askdate: 'string' },
    });
    const trade = await listener.next(({ type }) => type === 'trade');
    expect(Object.keys(trade)).to.deep.equal(['type', 'symbol', 'exch', 'price', 'size', 'cvol', 'date', 'last']);
    for (const value of Object.values(trade)) expect(value).to.be.a('string');
    const timesale = await listener.next(({ type }) => type === 'timesale');
    expect(timesale).to.include({ cancel: false, correction: false, session: 'normal', flag: '' });
    expect(
      listener.heard.some(({ type }) => type === 'clock'),
      'the clock is told only to those who ask',
    ).to.equal(false);
    listener.close();
  });

  it('replaces the list and the filter with each subscription, and tells the clock every second', async () => {
    const listener = await client.listen({ symbols: ['AAPL'], filter: ['trade', 'clock'] });
    await listener.next(({ symbol }) => symbol === 'AAPL');
    listener.send({ sessionid: await client.session(), symbols: ['TSLA'], filter: 'quote,clock', linebreak: true });
    await listener.next(({ symbol }) => symbol === 'TSLA');
    const first = Number((await listener.clock()).date);
    expect(Number((await listener.clock()).date)).to.equal(first + 1000);
    const after = listener.heard.slice(listener.heard.findIndex(({ symbol }) => symbol === 'TSLA'));
    expect(new Set(after.map(({ type, symbol }) => `${type} ${symbol}`))).to.deep.equal(new Set(['quote TSLA', 'clock undefined']));
    listener.close();
  });

  it('puts one message into a frame without line breaks, many with', async () => {
    const single = await client.listen({ symbols: ['AAPL'], linebreak: false });
    await single.next(({ type }) => type === 'trade');
    for (const frame of single.frames) expect(() => JSON.parse(frame)).to.not.throw();
    single.close();
    const joined = await client.listen({ symbols: ['AAPL', 'MSFT', 'TSLA', 'NVDA'], linebreak: true });
    for (let told = 0; told < 100; told += 1) await joined.next(({ type }) => type === 'trade');
    expect(joined.frames.every((frame) => frame.endsWith('\n'))).to.equal(true);
    expect(joined.frames.some((frame) => frame.trimEnd().includes('\n'))).to.equal(true);
    joined.close();
  });

  it('belongs to the newest session; the one before is told so', async () => {
    const older = await client.listen({ symbols: ['AAPL'] });
    await older.next(({ type }) => type === 'trade');
    const newer = await client.listen({ symbols: ['AAPL'] });
    await newer.next(({ type }) => type === 'trade');
    await older.untilClosed();
    expect(older.heard.at(-1)).to.deep.equal({ error: 'session not found' });
    newer.close();
  });

  it('belongs to the first session where a second is refused', async () => {
    const strict = await started(['--second-session', 'refused']);
    const strictClient = new Client(strict.url);
    const first = await strictClient.listen({ symbols: ['AAPL'] });
    await first.next(({ type }) => type === 'trade');
    const second = await strictClient.listen({ symbols: ['AAPL'] });
    await second.untilClosed();
    expect(second.heard).to.deep.equal([{ error: 'too many sessions' }]);
    first.send({ sessionid: await strictClient.session(), symbols: ['TSLA'], linebreak: 'false' });
    await first.next(({ symbol }) => symbol === 'TSLA');
    await strict.close();
  });

  it('is silent for one that wants no symbol', async () => {
    const listener = await client.listen({ symbols: ['$empty$'], filter: 'trade,clock' });
    await listener.clock();
    await listener.clock();
    expect(new Set(listener.heard.map(({ type }) => type))).to.deep.equal(new Set(['clock']));
    listener.close();
  });

  it('ends an HTTP answer that has been quiet for too long', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200);
      new ResponseOutlet(response, 20).send(['{"a":1}', '{"a":2}'], false);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text(), 'back to back, and then the end').to.equal('{"a":1}{"a":2}');
    server.close();
  });

  it('is closed to a session that was never opened', async () => {
    const stranger = await client.listen({ sessionid: 'made-up', symbols: ['AAPL'] });
    await stranger.untilClosed();
    expect(stranger.heard).to.deep.equal([{ error: 'session not found' }]);
  });

  it('is also told over an HTTP answer that does not end', async () => {
    const query = `sessionid=${await client.session()}&symbols=AAPL&filter=trade&linebreak=true`;
    const stop = new AbortController();
    const response = await fetch(`${simulator.url}/v1/markets/events?${query}`, { signal: stop.signal });
    let told = '';
    for await (const piece of response.body ?? []) {
      told += Buffer.from(piece).toString();
      if (told.includes('\n')) break;
    }
    expect(JSON.parse(told.split('\n')[0] ?? '')).to.include({ type: 'trade', symbol: 'AAPL' });
    stop.abort();
    expect((await fetch(`${simulator.url}/v1/markets/events?sessionid=none&symbols=AAPL`)).status).to.equal(401);
  });
});
