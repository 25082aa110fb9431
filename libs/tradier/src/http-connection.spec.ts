import { equitySymbol } from '@sofi/domain';
import { expect } from 'chai';
import { httpTo } from '../test/connection.js';
import { FakeTradier } from '../test/fake-tradier.js';
import { HeardFeed } from '../test/listener.js';
import { HttpConnection } from './http-connection.js';
import { TradierFeed } from './tradier-feed.js';

const TIMING = { firstPause: 1, firstClimb: 10_000, settle: 1 };

function trade(cvol: number, exch = 'J'): string {
  return JSON.stringify({ type: 'trade', symbol: 'SPY', exch, price: '281.85', size: '100', cvol: String(cvol), date: '1557757190000', last: '281.85' });
}

describe('the HTTP stream', () => {
  let tradier: FakeTradier;
  beforeEach(async () => (tradier = await FakeTradier.start()));
  afterEach(() => tradier.stop());

  /** Its events in words, and a promise of its end. */
  function connect(form: Record<string, string> = {}): { connection: HttpConnection; told: string[]; opened: Promise<void>; ended: Promise<string> } {
    const told: string[] = [];
    let opens = () => {};
    const opened = new Promise<void>((resolve) => (opens = resolve));
    let connection: HttpConnection | undefined;
    const ended = new Promise<string>((resolve) => {
      connection = new HttpConnection(
        { url: `${tradier.baseUrl}/markets/events`, form, connect: 1000 },
        { opened: () => opens(), frame: (text) => told.push(text), ended: resolve },
      );
    });
    return { connection: connection!, told, opened, ended };
  }

  it('is asked for with the session in the body, so that it is in no address and no log of addresses', async () => {
    const { connection, opened, ended } = connect({ sessionid: 's1', symbols: 'A,B' });
    await opened;
    const asked = await tradier.stream(1);
    expect([asked.query, asked.form, asked.headers.authorization]).to.deep.equal([{}, { sessionid: 's1', symbols: 'A,B' }, undefined]);
    connection.close('enough');
    expect(await ended).to.equal('enough');
  });

  it('ends with the words of a refusal', async () => {
    tradier.on('POST /markets/events', { status: 401, body: { error: 'session not found' } });
    expect(await connect().ended).to.equal('the stream was refused with 401: {"error":"session not found"}');
  });

  it('ends where the server ends it, breaks it, or is not there', async () => {
    const first = connect();
    await first.opened;
    for (const stream of tradier.streams) stream.end();
    expect(await first.ended).to.equal('the stream was closed');
    const second = connect();
    await second.opened;
    for (const stream of tradier.streams) stream.destroy();
    expect(await second.ended)
      .to.be.a('string')
      .and.not.equal('the stream was closed');
    tradier.on('POST /markets/events', 'reset');
    expect(await connect().ended).to.be.a('string');
  });

  it('keeps a character whole that is cut in two', async () => {
    const { connection, told, opened, ended } = connect();
    await opened;
    const bytes = Buffer.from('{"é":1}');
    const [stream] = tradier.streams;
    stream?.write(bytes.subarray(0, 3));
    while (told.length === 0) await new Promise((resolve) => setImmediate(resolve));
    stream?.end(bytes.subarray(3));
    await ended;
    expect(told.join('')).to.equal('{"é":1}');
    connection.close('');
  });

  it('leaves no socket behind', async () => {
    const open = () => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;
    const before = open();
    const { connection, opened, ended } = connect();
    await opened;
    connection.close('enough');
    await ended;
    // both ends are in this process, and the other one hears of it a moment later
    while (open() > before) await new Promise((resolve) => setImmediate(resolve));
    expect(tradier.streams.size).to.equal(0);
  });

  it('serves the feed where sockets are not let in: objects back to back, in pieces of any length', async () => {
    tradier.refusesSockets = true;
    const http = httpTo(tradier);
    const heard = new HeardFeed();
    const feed = new TradierFeed({ http, mode: 'live', timing: TIMING }, heard);
    feed.subscribe([equitySymbol('SPY')]);
    const asked = await tradier.stream(1);
    expect(asked.form).to.deep.equal({ sessionid: 'session-4', symbols: 'SPY', filter: 'trade,quote,tradex,summary', linebreak: 'true', validOnly: 'true' });
    tradier.tell(`${trade(100)}${trade(200)}${trade(300).slice(0, 30)}`);
    await heard.nth('trade', 2);
    tradier.tell(`${trade(300).slice(30)}\n${trade(400)}\n`);
    await heard.nth('trade', 4);
    expect(heard.of('trade').map(({ cumulativeVolume }) => cumulativeVolume)).to.deep.equal([100, 200, 300, 400]);
    expect(heard.of('state').at(-1)).to.deep.include({ state: 'live', reason: 'subscribed to 1 symbols by the HTTP stream; the socket is tried again' });
    await feed.close();
    await http.close();
  });

  it('gives way to the socket when that is let in again; what it may have kept for itself is in a gap', async () => {
    tradier.refusesSockets = true;
    const http = httpTo(tradier);
    const heard = new HeardFeed();
    const feed = new TradierFeed({ http, mode: 'live', timing: { ...TIMING, firstClimb: 5 } }, heard);
    feed.subscribe([equitySymbol('SPY')]);
    await tradier.stream(1);
    tradier.tell(trade(100));
    await heard.nth('trade', 1);
    tradier.refusesSockets = false;
    await tradier.frame(1);
    // both are open, and what both tell is told once
    for (const stream of tradier.streams) stream.write(trade(200));
    await heard.nth('trade', 2);
    tradier.tell(trade(200));
    while (tradier.streams.size > 0) await new Promise((resolve) => setImmediate(resolve));
    tradier.tell(trade(300));
    await heard.nth('trade', 3);
    expect(heard.of('trade').map(({ cumulativeVolume }) => cumulativeVolume)).to.deep.equal([100, 200, 300]);
    const [told] = heard.of('trade');
    expect(heard.of('gap').map(({ from, reason }) => [from, reason])).to.deep.equal([[told?.exchangeTime, 'another connection took over']]);
    await feed.close();
    await http.close();
  });
});
