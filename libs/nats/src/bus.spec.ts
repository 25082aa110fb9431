import { streams, type StreamName } from '@sofi/contracts';
import { InvariantError, UnavailableError, type EquitySymbol } from '@sofi/domain';
import { expect } from 'chai';
import type { Bus, Message } from './bus.js';
import { CommandRefused } from './command-refused.js';
import { startTestNats, type TestNats } from './testing.js';

const text = (message: Message) => Buffer.from(message.data).toString();

describe('the bus over a real server', () => {
  let nats: TestNats;
  let bus: Bus;

  before(async () => {
    nats = await startTestNats();
    bus = await nats.connect();
  });
  after(() => nats.stop());

  it('makes every stream of the contracts, and does so again without harm', async () => {
    await bus.ensureStreams();
    for (const name of Object.keys(streams) as StreamName[]) expect(await bus.lastSequence(name)).to.equal(0);
  });

  it('records a fact once, however often it is said', async () => {
    const first = await bus.record('alert.info', 'one', 'fact-1');
    expect(await bus.record('alert.info', 'one', 'fact-1')).to.equal(first);
    expect(await bus.record('alert.info', 'two', 'fact-2')).to.equal(first + 1);
    expect(await bus.lastSequence('ALERTS')).to.equal(first + 1);
  });

  it('follows in order from a sequence, one message at a time', async () => {
    const after = await bus.record('order.request', 'before');
    for (const word of ['a', 'b', 'c']) await bus.record('order.request', word);
    const heard: string[] = [];
    let atWork = 0;
    const following = await until((done) =>
      bus.follow('ORDERS', { after }, async (message) => {
        expect(++atWork, 'handlers at the same time').to.equal(1);
        await new Promise(setImmediate);
        atWork -= 1;
        heard.push(text(message));
        if (heard.length === 4) done();
        else if (heard.length === 3) await bus.record('order.clock', 'later');
      }),
    );
    expect(heard).to.deep.equal(['a', 'b', 'c', 'later']);
    await following.stop();
    expect(following.position()).to.equal(after + 4);
  });

  it('follows one subject of a stream, and tells subject, sequence and time', async () => {
    const before = Date.now() - 1;
    const after = await bus.record('order.clock', 'x');
    await bus.record('order.settled', 'not this');
    const sequence = await bus.record('order.event.A1.AAPL', 'this');
    let found: Message | undefined;
    const following = await until((done) =>
      bus.follow('ORDERS', { after, filter: 'order.event.A1.*' }, (message) => {
        found = message;
        done();
      }),
    );
    await following.stop();
    expect(found).to.include({ subject: 'order.event.A1.AAPL', sequence });
    expect(found?.time).to.be.within(before, Date.now() + 1);
  });

  it('stops at a message that the handler can not take, and says so', async () => {
    const after = await bus.lastSequence('ORDERS');
    for (const word of ['good', 'bad', 'never']) await bus.record('order.request', word);
    const heard: string[] = [];
    const following = bus.follow('ORDERS', { after }, (message) => {
      heard.push(text(message));
      if (text(message) === 'bad') throw new Error('can not take it');
    });
    const error = await following.done.catch((thrown: Error) => thrown);
    expect(error).to.have.property('message', 'can not take it');
    expect(heard).to.deep.equal(['good', 'bad']);
    expect(following.position(), 'the bad one is not done').to.equal(after + 1);
  });

  it('refuses to follow a stream that ends before what was read', async () => {
    const error = await bus.follow('ORDERS', { after: 1_000_000 }, () => {}).done.catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(InvariantError);
  });

  it('keeps the newest of each subject, and watches them change', async () => {
    await bus.record('md.quote.AAPL', 'old');
    await bus.record('md.quote.MSFT', 'm1');
    await bus.record('md.quote.BRK/B', 'b1');
    await bus.record('md.quote.AAPL', 'new');
    await bus.record('md.status', 'live');
    expect(text((await bus.newest('QUOTES', 'md.quote.AAPL')) as Message)).to.equal('new');
    expect(await bus.newest('QUOTES', 'md.quote.NONE')).to.equal(undefined);
    expect((await bus.newestOf('QUOTES', 'md.quote.*')).map(text)).to.deep.equal(['m1', 'b1', 'new']);
    expect(await bus.newestOf('QUOTES', 'md.quote.X.*')).to.deep.equal([]);
    const seen: string[] = [];
    const watching = await until((done) =>
      bus.watchNewest('QUOTES', 'md.quote.*', async (message) => {
        seen.push(text(message));
        if (seen.length === 3) await bus.record('md.quote.MSFT', 'm2');
        if (seen.length === 4) done();
      }),
    );
    await watching.stop();
    expect(seen).to.deep.equal(['m1', 'b1', 'new', 'm2']);
  });

  it('hears what is said, also after a hearer threw', async () => {
    const heard: string[] = [];
    let end: () => void = () => {};
    await new Promise<void>((done) => {
      end = bus.subscribe('candle.forming.*.*', (data, subject) => {
        heard.push(`${subject} ${Buffer.from(data).toString()}`);
        if (heard.length === 1) throw new Error('the first is too much');
        done();
      });
      bus.publish('candle.forming.1m.AAPL', '1');
      bus.publish('candle.forming.1m.BRK/B', '2');
    });
    end();
    expect(heard).to.deep.equal(['candle.forming.1m.AAPL 1', 'candle.forming.1m.BRK/B 2']);
  });

  it('asks by the contract: encodes the request, decodes the reply', async () => {
    const end = bus.answer('command.market-data.search', (data) =>
      Promise.resolve(JSON.stringify({ ok: true, value: { found: [{ symbol: JSON.parse(Buffer.from(data).toString()).text, description: 'Apple', exchange: 'Q' }] } })),
    );
    expect(await bus.ask('market-data.search', { text: 'AAPL' })).to.deep.equal({ found: [{ symbol: 'AAPL', description: 'Apple', exchange: 'Q' }] });
    end();
  });

  it('tells a refusal from silence', async () => {
    const refusal = { type: 'about:blank', title: 'Not acceptable', status: 422, detail: 'symbol "!" is none', errors: [{ field: 'symbol', message: 'is none', value: '!' }] };
    const end = bus.answer('command.market-data.snapshots', () => Promise.resolve(JSON.stringify({ ok: false, problem: refusal })));
    const refused = await bus.ask('market-data.snapshots', { symbols: ['AAPL' as EquitySymbol] }).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(CommandRefused);
    expect((refused as CommandRefused).problem).to.deep.equal(refusal);
    end();
    const nobody = await bus.ask('market-data.status', {}, { timeoutMs: 500 }).catch((error: unknown) => error);
    expect(nobody).to.be.instanceOf(UnavailableError);
  });

  it('answers 413 where the answer is longer than a message, and goes on answering', async () => {
    // nats-server takes 1 MiB by default
    const sizes = [2 ** 20 + 1, 10];
    const end = bus.answer('command.market-data.search', async () =>
      JSON.stringify({ ok: true, value: { found: [{ symbol: 'X', exchange: 'Q', description: 'x'.repeat(sizes.shift() ?? 0) }] } }),
    );
    const outcome = await bus.ask('market-data.search', { text: 'all' }).catch((error: unknown) => error);
    expect(outcome).to.be.instanceOf(CommandRefused);
    expect((outcome as CommandRefused).problem).to.include({ status: 413 });
    expect((await bus.ask('market-data.search', { text: 'one' })).found).to.have.length(1);
    end();
  });
});

/** Starts something that calls back when it has seen enough. */
async function until<T>(start: (done: () => void) => T): Promise<T> {
  let result: T | undefined;
  await new Promise<void>((done) => {
    result = start(done);
  });
  return result as T;
}
