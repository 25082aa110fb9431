import { expect } from 'chai';
import { ACCOUNT_PATH, Client, closeAll, Scratch, started, TAPE_START } from './testing.js';

const MINUTE = 60_000;
const FAR = { type: 'limit', price: 1 };

describe('Midnight in New York', () => {
  let scratch: Scratch;
  let client: Client;
  let untilPastMidnight: () => Promise<void>;
  beforeEach(async () => {
    scratch = new Scratch();
    client = new Client((await started(['--replay', scratch.tape(4, TAPE_START - 2 * MINUTE), '--session', '24h', '--speed', 'max'])).url);
    const listener = await client.listen({ symbols: ['AAPL'], filter: ['clock'] });
    let clock = await listener.clock();
    untilPastMidnight = async () => {
      while (Number(clock.date) < TAPE_START + MINUTE) {
        listener.acknowledge(clock);
        clock = await listener.clock();
      }
    };
  });
  afterEach(async () => {
    await closeAll();
    scratch.remove();
  });
  const canceled = async () => {
    const id = await client.order(FAR);
    await client.text('DELETE', `${ACCOUNT_PATH}/orders/${id}`);
    return id;
  };

  it('empties the list of orders; each still answers to its id', async () => {
    const id = await canceled();
    expect(await client.get(`${ACCOUNT_PATH}/orders`)).to.have.nested.property('orders.order.id', id);
    await untilPastMidnight();
    expect(await client.get(`${ACCOUNT_PATH}/orders`)).to.deep.equal({ orders: 'null' });
    expect(await client.get(`${ACCOUNT_PATH}/orders/${id}`)).to.have.nested.property('order.status', 'canceled');
  });

  it('leaves in it what is good till cancelled and still works', async () => {
    const gtc = await client.order({ ...FAR, duration: 'gtc' });
    await canceled();
    await untilPastMidnight();
    expect(await client.get(`${ACCOUNT_PATH}/orders`)).to.have.nested.include({ 'orders.order.id': gtc, 'orders.order.status': 'open', 'orders.total_orders': 1 });
  });
});
