import { expect } from 'chai';
import type { RunningSimulator } from './simulator.js';
import { ACCOUNT_PATH, Client, closeAll, started } from './testing.js';

describe('The stream of account events', () => {
  let simulator: RunningSimulator;
  let client: Client;
  before(async () => {
    simulator = await started(['--hold']);
    client = new Client(simulator.url);
  });
  after(closeAll);
  /** What was sent before on another connection has been read when this is answered. */
  const heard = () => client.get('/v1/markets/clock');
  const FAR = { type: 'limit', price: 1 };

  it('tells the whole state of an order with each change', async () => {
    const listener = await client.follow();
    await heard();
    const id = await client.order({ ...FAR, quantity: 2, tag: 'mine' });
    const event = await listener.next(({ event: kind }) => kind === 'order');
    expect(event).to.include({ id, event: 'order', status: 'open', type: 'limit', price: 1, stop_price: 0, avg_fill_price: 0, account: 'SIM0000001', tag: 'mine' });
    expect(event).to.include({ executed_quantity: 0, last_fill_quantity: 0, remaining_quantity: 2 });
    expect(event)
      .to.have.property('create_date')
      .that.matches(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    await client.text('DELETE', `${ACCOUNT_PATH}/orders/${id}`);
    expect(await listener.next(({ event: kind }) => kind === 'order')).to.include({ id, status: 'canceled', remaining_quantity: 0 });
    listener.close();
  });

  it('tells legs by their parent', async () => {
    const listener = await client.follow();
    await heard();
    const form = { class: 'oto', duration: 'day', 'symbol[0]': 'AAPL', 'side[0]': 'buy', 'quantity[0]': 1, 'type[0]': 'limit', 'price[0]': 1 };
    const { order } = (await client.post(`${ACCOUNT_PATH}/orders`, { ...form, 'symbol[1]': 'AAPL', 'side[1]': 'sell', 'quantity[1]': 1, 'type[1]': 'limit', 'price[1]': 900 })) as {
      order: { id: number };
    };
    const told = [];
    for (let count = 0; count < 5; count += 1) told.push(await listener.next(({ event }) => event === 'order'));
    expect(told.map(({ id, parent_id: parent, status }) => [Number(id) - order.id, parent === undefined ? 'parent' : Number(parent) - order.id, status])).to.deep.equal([
      [0, 'parent', 'pending'],
      [1, 0, 'pending'],
      [2, 0, 'pending'],
      [1, 0, 'open'],
      [0, 'parent', 'open'],
    ]);
    listener.close();
  });

  it('belongs to the newest connection, and to those with a session', async () => {
    const first = await client.follow();
    const second = await client.follow();
    await first.untilClosed();
    await heard();
    expect(first.heard.at(-1)).to.deep.equal({ error: 'session not found' });
    const id = await client.order(FAR);
    expect(await second.next(({ event }) => event === 'order')).to.include({ id });
    const stranger = await client.follow({ sessionid: 'never-issued' });
    await stranger.untilClosed();
    expect(stranger.heard).to.deep.equal([{ error: 'session not found' }]);
    second.close();
  });

  it('is silent about an account that is left out, until it is asked for again', async () => {
    const sessionid = await client.session('accounts');
    const listener = await client.follow({ sessionid, excludeAccounts: ['SIM0000001'] });
    await heard();
    await client.order(FAR);
    listener.send({ events: ['order'], sessionid });
    await heard();
    const id = await client.order(FAR);
    expect(await listener.next(({ event }) => event === 'order')).to.include({ id });
    listener.close();
  });
});
