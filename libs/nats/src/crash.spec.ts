import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { InvariantError, UnavailableError } from '@sofi/domain';
import { expect } from 'chai';
import { subjectOf } from './asking.js';
import { missing } from './batch.js';
import type { Bus, Message } from './bus.js';
import { openBus } from './nats-bus.js';
import { startTestNats, type TestNats } from './testing.js';

const text = (message: Message) => Buffer.from(message.data).toString();

describe('the bus when the server is killed', function () {
  this.timeout(60_000);
  let nats: TestNats;
  let writer: Bus;
  let reader: Bus;

  beforeEach(async () => {
    nats = await startTestNats();
    writer = await nats.connect('writer');
    reader = await nats.connect('reader');
  });
  afterEach(() => nats.stop());

  it('loses nothing, doubles nothing, keeps the order: batches through two kills', async () => {
    const batches = 300;
    const perBatch = 50;
    const expected: string[] = [];
    const heard: string[] = [];
    const all = new Promise<void>((done, failed) => {
      const following = reader.follow('TRADES', { after: 0 }, (message) => {
        heard.push(text(message));
        if (heard.length === batches * (perBatch + 1)) done();
      });
      following.done.catch(failed);
    });
    const batch = writer.batch('TRADES');
    for (let b = 0; b < batches; b++) {
      for (let i = 0; i < perBatch; i++) {
        expected.push(`${b}.${i}`);
        batch.append('md.trade.AAPL', `${b}.${i}`);
        if ((b === 100 || b === 200) && i === 25) await nats.kill();
      }
      expected.push(`clock ${b}`);
      const sealed = batch.seal('md.clock', `clock ${b}`);
      if (b === 100 || b === 200) await nats.restart();
      expect(await sealed).to.equal((b + 1) * (perBatch + 1));
    }
    await all;
    expect(heard).to.deep.equal(expected);
  });

  it('stores a batch of which a part never arrived, before its seal', async () => {
    const batch = writer.batch('TRADES');
    batch.append('md.trade.AAPL', 'first');
    await batch.seal('md.clock', '1');
    await nats.kill();
    for (const word of ['a', 'b']) batch.append('md.trade.AAPL', word);
    await nats.restart();
    await connected(writer);
    batch.append('md.trade.AAPL', 'c');
    await batch.seal('md.clock', '2');
    expect(await everything(reader, 6)).to.deep.equal(['first', '1', 'a', 'b', 'c', '2']);
  });

  it('takes in more while it is being sealed, and seals that next', async () => {
    const batch = writer.batch('TRADES');
    const expected: string[] = [];
    for (let b = 0; b < 50; b++) {
      const sealed = batch.seal('md.clock', `clock ${b}`);
      for (const word of ['a', 'b', 'c']) batch.append('md.trade.AAPL', `${b}${word}`);
      expected.push(`clock ${b}`, `${b}a`, `${b}b`, `${b}c`);
      expect(await sealed).to.equal(4 * b + 1);
    }
    expect(await batch.seal('md.clock', 'end')).to.equal(201);
    expect(await everything(reader, 201)).to.deep.equal([...expected, 'end']);
  });

  it('stores once what was appended behind a seal whose answer was lost', async () => {
    const way = await brokenWay(nats.url);
    const bus = await openBus({ url: way.url, name: 'behind' });
    const batch = bus.batch('TRADES');
    await batch.seal('md.clock', '1');
    way.silence();
    batch.append('md.trade.AAPL', 'a');
    const sealed = batch.seal('md.clock', '2');
    batch.append('md.trade.AAPL', 'b');
    await everything(reader, 4);
    way.cut();
    await sealed;
    batch.append('md.trade.AAPL', 'c');
    await batch.seal('md.clock', '3');
    const stored = await everything(reader, 6);
    await bus.close();
    way.close();
    expect(stored).to.deep.equal(['1', 'a', '2', 'b', 'c', '3']);
  });

  it('records through a kill, once', async () => {
    await writer.record('order.request', 'before', 'r-1');
    await nats.kill();
    const recording = writer.record('order.request', 'during', 'r-2');
    await nats.restart();
    expect(await recording).to.equal(2);
    expect(await writer.record('order.request', 'during', 'r-2'), 'the id outlives the server').to.equal(2);
    expect(await writer.lastSequence('ORDERS')).to.equal(2);
  });

  it('reads on when the server is back', async () => {
    await writer.record('order.request', '1');
    let heard: (word: string) => void = () => {};
    reader.follow('ORDERS', { after: 0 }, (message) => heard(text(message)));
    await new Promise<void>((done) => (heard = () => done()));
    await nats.kill();
    await nats.restart();
    const next = new Promise<string>((done) => (heard = done));
    await writer.record('order.request', '2');
    expect(await next).to.equal('2');
  });

  it('asks, when the server is back, what was to be asked while it was away, once', async () => {
    let asked = 0;
    writer.answer(subjectOf('market-data.search'), async () => {
      asked += 1;
      return JSON.stringify({ ok: true, value: { found: [] } });
    });
    await writer.record('alert.info', 'the answer is in place');
    await nats.kill();
    while (writer.connected) await new Promise(setImmediate);
    const answer = writer.ask('market-data.search', { text: 'AAPL' });
    const late = writer.ask('market-data.search', { text: 'MSFT' }, { timeoutMs: 1 }).catch((error: unknown) => error);
    expect(await late, 'nobody waits longer than he wants to').to.be.instanceOf(UnavailableError);
    await nats.restart();
    expect(await answer).to.deep.equal({ found: [] });
    expect(asked).to.equal(1);
  });

  it('reads what a stream holds when the server is back, asked while it was away', async () => {
    await writer.record('position.A1.AAPL', 'p1');
    await nats.kill();
    while (writer.connected) await new Promise(setImmediate);
    const asked = [
      writer.newest('LEDGER', 'position.A1.AAPL'),
      writer.newest('LEDGER', 'position.A1.MSFT'),
      writer.lastSequence('LEDGER'),
      writer.newestOf('LEDGER', 'position.*.*'),
    ] as const;
    await nats.restart();
    const [newest, none, last, all] = await Promise.all(asked);
    expect([newest && text(newest), none, last, all.map(text)]).to.deep.equal(['p1', undefined, 1, ['p1']]);
  });

  it('gives a slow handler each message once, also where more was on its way when the server died', async () => {
    const total = 3_000;
    const batch = writer.batch('TRADES');
    for (let i = 1; i < total; i++) batch.append('md.trade.AAPL', String(i));
    await batch.seal('md.clock', String(total));
    const heard: string[] = [];
    await new Promise<void>((done, failed) => {
      const following = reader.follow('TRADES', { after: 0 }, async (message) => {
        await new Promise(setImmediate);
        heard.push(text(message));
        if (heard.length === 100) {
          await nats.kill();
          await nats.restart();
          await writer.record('alert.info', 'back');
        }
        if (heard.length === total) done();
      });
      following.done.catch(failed);
    });
    expect(heard).to.deep.equal(Array.from({ length: total }, (_, i) => String(i + 1)));
  });

  it('watches the newest through a kill without telling the old ones again', async () => {
    await writer.record('position.A1.AAPL', 'p1');
    const seen: string[] = [];
    let heard: () => void = () => {};
    reader.watchNewest('LEDGER', 'position.*.*', (message) => {
      seen.push(text(message));
      heard();
    });
    await new Promise<void>((done) => (heard = done));
    await nats.kill();
    await nats.restart();
    const next = new Promise<void>((done) => (heard = done));
    await writer.record('position.A1.MSFT', 'p2');
    await next;
    expect(seen).to.deep.equal(['p1', 'p2']);
  });
});

describe('what of a batch is missing', () => {
  const entry = (word: string) => ({ subject: 's', text: word });
  const letters = (all: string) => all.split('').map(entry);
  const cases: { name: string; wanted: string; stored: string; rest: string }[] = [
    { name: 'nothing arrived', wanted: 'abc', stored: '', rest: 'abc' },
    { name: 'the end is missing', wanted: 'abc', stored: 'a', rest: 'bc' },
    { name: 'a hole', wanted: 'abcd', stored: 'ad', rest: 'bc' },
    { name: 'all there', wanted: 'abc', stored: 'abc', rest: '' },
    { name: 'twins count one by one', wanted: 'aab', stored: 'a', rest: 'ab' },
  ];
  for (const { name, wanted, stored, rest } of cases) {
    it(name, () => expect(missing(letters(wanted), letters(stored), 'TRADES')).to.deep.equal(letters(rest)));
  }

  it('is not to be told where somebody else writes too', () => {
    expect(() => missing([entry('a')], [entry('x')], 'TRADES')).to.throw(InvariantError);
  });
});

/** A way to the server that can be silenced (what it answers is lost), and cut; the next connection is whole again. */
async function brokenWay(url: string) {
  const sockets = new Set<Socket>();
  let silent = false;
  const way = createServer((near) => {
    const far = connect(Number(new URL(url).port), '127.0.0.1');
    for (const socket of [near, far]) sockets.add(socket.on('error', () => socket.destroy()));
    near.pipe(far);
    far.on('data', (bytes) => silent || near.write(bytes));
  }).listen(0, '127.0.0.1');
  await once(way, 'listening');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    silent = false;
  };
  return { url: `nats://127.0.0.1:${(way.address() as AddressInfo).port}`, silence: () => void (silent = true), cut, close: () => (cut(), way.close()) };
}

/** Waits until a new message gets through, then for nothing: the connection is back. */
async function connected(bus: Bus): Promise<void> {
  await bus.record('alert.info', 'here');
}

async function everything(bus: Bus, count: number): Promise<string[]> {
  const heard: string[] = [];
  await new Promise<void>((done) => {
    bus.follow('TRADES', { after: 0 }, (message) => {
      heard.push(text(message));
      if (heard.length === count) done();
    });
  });
  return heard;
}
