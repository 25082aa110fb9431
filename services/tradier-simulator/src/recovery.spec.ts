import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { RuleError } from '@sofi/domain';
import { ACCOUNT_PATH, Client, closeAll, Scratch, started, TAPE_START, type Listener } from './testing.js';

const END = TAPE_START + 3 * 60_000 + 2000;
const WITH_CLOCK = { symbols: ['AAPL'], filter: ['trade', 'clock'] };

/** The same client in every run: it trades at three of the boundaries. */
async function tradeAt(time: number, client: Client): Promise<void> {
  if (time === TAPE_START + 2000) await client.order({ quantity: 50, tag: 'in' });
  if (time === TAPE_START + 30_000) await client.order({ side: 'sell', quantity: 20, tag: 'part' });
  if (time === TAPE_START + 62_000) await client.order({ side: 'sell', quantity: 30, type: 'limit', price: 1000, tag: 'far' });
  if (time === TAPE_START + 90_000) await client.order({ symbol: 'TSLA', quantity: 5, tag: 'other' });
}

const BRACKET = {
  ...{ class: 'otoco', duration: 'day', tag: 'bracket' },
  ...{ 'symbol[0]': 'AAPL', 'side[0]': 'buy', 'quantity[0]': 40, 'type[0]': 'limit', 'price[0]': 1000 },
  ...{ 'symbol[1]': 'AAPL', 'side[1]': 'sell', 'quantity[1]': 40, 'type[1]': 'limit', 'price[1]': 2 },
  ...{ 'symbol[2]': 'AAPL', 'side[2]': 'sell', 'quantity[2]': 40, 'type[2]': 'stop', 'stop[2]': 1 },
};
const SPREAD = {
  ...{ class: 'multileg', symbol: 'AAPL', type: 'debit', price: 90, duration: 'day', tag: 'spread' },
  ...{ 'option_symbol[0]': 'AAPL260320C00200000', 'side[0]': 'buy_to_open', 'quantity[0]': 2 },
  ...{ 'option_symbol[1]': 'AAPL260320C00300000', 'side[1]': 'sell_to_open', 'quantity[1]': 2 },
};

/** The same with orders that lead to others: a bracket whose target is reached at once, a spread, one option in pieces. */
async function advancedAt(time: number, client: Client): Promise<void> {
  if (time === TAPE_START + 2000) await client.order({ symbol: 'TSLA', quantity: 70, tag: 'pieces' });
  if (time === TAPE_START + 30_000) await client.post(`${ACCOUNT_PATH}/orders`, BRACKET);
  if (time === TAPE_START + 62_000) await client.post(`${ACCOUNT_PATH}/orders`, SPREAD);
  if (time === TAPE_START + 90_000)
    await client.order({ class: 'option', option_symbol: 'AAPL260320P00200000', side: 'buy_to_open', quantity: 9, type: 'market', duration: 'day', tag: 'option' });
}

async function follow(listener: Listener, client: Client, until: number, trade = tradeAt): Promise<void> {
  for (;;) {
    const clock = await listener.clock();
    const time = Number(clock.date);
    const { orders } = (await client.get(`${ACCOUNT_PATH}/orders?includeTags=true&limit=100`)) as { orders: 'null' | { total_orders: number } };
    const expected = [2000, 30_000, 62_000, 90_000].filter((offset) => TAPE_START + offset < time).length;
    if ((orders === 'null' ? 0 : orders.total_orders) <= expected) await trade(time, client);
    if (time >= until) return;
    listener.acknowledge(clock);
  }
}

async function account(client: Client): Promise<unknown> {
  return Promise.all(['orders?includeTags=true', 'positions', 'balances', 'history', 'gainloss'].map((what) => client.get(`${ACCOUNT_PATH}/${what}`)));
}

describe('A simulator that is killed', () => {
  let scratch: Scratch;
  beforeEach(() => (scratch = new Scratch()));
  afterEach(async () => {
    await closeAll();
    scratch.remove();
  });

  it('comes back with the same account and goes on where it was acknowledged', async function () {
    this.timeout(30_000);
    const tape = scratch.tape(3);
    const options = ['--replay', tape, '--session', '24h', '--speed', 'max'];
    const unbroken = await started([...options, '--state', scratch.file('unbroken.jsonl')]);
    const expected = new Client(unbroken.url);
    await follow(await expected.listen(WITH_CLOCK), expected, END);
    const wanted = await account(expected);
    await unbroken.close();

    // the journal as it stood when the process died, with a line that was being written
    const journal = scratch.file('broken.jsonl');
    for (const death of [TAPE_START + 2000, TAPE_START + 30_000, TAPE_START + 63_000, TAPE_START + 91_000]) {
      const dying = await started([...options, '--state', journal]);
      const client = new Client(dying.url);
      await follow(await client.listen(WITH_CLOCK), client, death);
      const left = readFileSync(journal, 'utf8');
      await dying.close();
      writeFileSync(journal, `${left}{"kind":"acknow`);
    }
    const last = await started([...options, '--state', journal]);
    const client = new Client(last.url);
    await follow(await client.listen(WITH_CLOCK), client, END);
    expect(await account(client)).to.deep.equal(wanted);
    await last.close();
  });

  it('comes back also in the middle of brackets, spreads and orders in pieces', async function () {
    this.timeout(30_000);
    const options = ['--replay', scratch.tape(3), '--session', '24h', '--speed', 'max', '--partial-fills', '1', '--order-latency', '900', '--account', 'pdt'];
    const unbroken = await started([...options, '--state', scratch.file('unbroken.jsonl')]);
    const expected = new Client(unbroken.url);
    await follow(await expected.listen(WITH_CLOCK), expected, END, advancedAt);
    const wanted = await account(expected);
    expect(wanted, 'all four filled')
      .to.have.nested.property('[0].orders.order')
      .that.satisfies((orders: { status: string }[]) => orders.every(({ status }) => status === 'filled'));
    await unbroken.close();

    const journal = scratch.file('broken.jsonl');
    for (const death of [TAPE_START + 3000, TAPE_START + 30_000, TAPE_START + 31_000, TAPE_START + 33_000, TAPE_START + 63_000, TAPE_START + 92_000]) {
      const dying = await started([...options, '--state', journal]);
      const client = new Client(dying.url);
      await follow(await client.listen(WITH_CLOCK), client, death, advancedAt);
      await dying.close();
    }
    const last = await started([...options, '--state', journal]);
    const client = new Client(last.url);
    await follow(await client.listen(WITH_CLOCK), client, END, advancedAt);
    expect(await account(client)).to.deep.equal(wanted);
    await last.close();
    await refused([...options, '--cash', '5', '--state', journal], 'is the market of this file');
  });

  it('keeps the account of a made market, and matches what rested with what has happened meanwhile', async () => {
    const journal = scratch.file('live.jsonl');
    const first = await started(['--state', journal]);
    const client = new Client(first.url);
    const bought = await client.order({ quantity: 3 });
    const resting = await client.order({ quantity: 4, type: 'limit', price: 1 });
    const fast = (await client.get(`${ACCOUNT_PATH}/orders/${bought}`)) as { order: { create_date: string } };
    await first.close();
    const second = await started(['--state', journal]);
    const again = new Client(second.url);
    for (let status = ''; status !== 'filled';) {
      const { order } = (await again.get(`${ACCOUNT_PATH}/orders/${bought}`)) as { order: { status: string; create_date: string } };
      expect(order.create_date).to.equal(fast.order.create_date);
      status = order.status;
    }
    expect(await again.get(`${ACCOUNT_PATH}/orders/${resting}`)).to.have.nested.property('order.status', 'open');
    expect(await again.get(`${ACCOUNT_PATH}/positions`)).to.have.nested.property('positions.position.quantity', 3);
    await second.close();
  });

  it('refuses the journal of another market, and one that is none', async () => {
    const journal = scratch.file('seed.jsonl');
    await (await started(['--state', journal, '--seed', '1'])).close();
    await refused(['--state', journal, '--seed', '2'], 'is the market of this file');
    copyFileSync(journal, scratch.file('torn.jsonl'));
    writeFileSync(scratch.file('torn.jsonl'), 'not a journal\n');
    await refused(['--state', scratch.file('torn.jsonl')], 'is no journal');
  });
});

async function refused(options: readonly string[], words: string): Promise<void> {
  const outcome = await started(options).catch((error: unknown) => error);
  expect(outcome).to.be.instanceOf(RuleError);
  expect((outcome as RuleError).message).to.include(words);
}
