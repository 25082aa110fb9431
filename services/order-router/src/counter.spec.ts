import { equitySymbol, price, RuleError, type OrderId, type OrderRequest } from '@sofi/domain';
import { expect } from 'chai';
import { ENTRY, entry, FloorScene, NOW, SPY } from '../test/floor-scene.js';
import { Counter } from './counter.js';
import type { Floor } from './floor.js';

type Ticket = Extract<OrderRequest, { kind: 'ticket' }>;
const ticket = (changes: Partial<Ticket> = {}): Ticket => ({
  kind: 'ticket',
  id: 'ticket-1' as OrderId,
  account: '',
  symbol: SPY,
  time: 0,
  user: 'ann',
  side: 'buy',
  quantity: 10,
  terms: { type: 'market' },
  duration: 'day',
  ...changes,
});

describe('the counter', () => {
  let scene: FloorScene;
  let floor: Floor;
  let counter: Counter;
  beforeEach(async () => {
    scene = await FloorScene.start();
    ({ floor } = await scene.open());
    counter = new Counter(floor, scene.broker, scene.quotes);
    await scene.trade(100, -500);
    await scene.tick(0);
  });
  afterEach(() => scene.stop());

  const refused = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'done',
      (error: unknown) => error,
    );
  /** 10 shares at 100, held in the book of manual orders. */
  async function held(): Promise<void> {
    await counter.place(ticket());
    await scene.tick(1);
    scene.broker.fill('ticket-1', 100);
    await scene.tick(2);
  }

  it('takes the same ticket twice for one, at once or later, and another under its name for a mistake', async () => {
    await Promise.all([counter.place(ticket()), counter.place(ticket())]);
    await scene.tick(1);
    expect(await counter.place(ticket())).to.include({ orderId: 'ticket-1', status: 'accepted' });
    for (const other of [{ quantity: 11 }, { side: 'sell' as const }, { terms: { type: 'limit' as const, limitPrice: price(99) } }, { user: 'bob' }]) {
      expect(await refused(counter.place(ticket(other))))
        .to.be.instanceOf(RuleError)
        .with.property('field', 'id');
    }
    expect(scene.broker.posts).to.have.length(1);
  });

  it('sends what the ticket says, on the market’s time', async () => {
    await counter.place(ticket({ terms: { type: 'limit', limitPrice: price(99.5) }, quantity: 7 }));
    await scene.tick(1);
    expect(scene.broker.posts[0]).to.include({ side: 'buy', quantity: 7, type: 'limit', limitPrice: price(99.5), duration: 'day' });
    expect(scene.events[0]).to.include({ type: 'approved', time: NOW });
  });

  it('refuses a symbol that the broker does not know, and another account', async () => {
    expect(await refused(counter.place(ticket({ symbol: equitySymbol('NONE') }))))
      .to.be.instanceOf(RuleError)
      .with.property('field', 'symbol');
    expect(await refused(counter.place(ticket({ account: 'OTHER' }))))
      .to.be.instanceOf(RuleError)
      .with.property('field', 'account');
    expect(scene.log).to.deep.equal(['settled 0']);
  });

  it('answers with the gate’s words where it refuses', async () => {
    expect(await counter.place(ticket({ quantity: 5_000 }))).to.deep.equal({
      orderId: 'ticket-1',
      status: 'refused',
      reason: '5000 shares at $100.00 cost $500,000.00, the buying power is $200,000.00',
    });
  });

  it('previews without a trace, with the broker’s word or the lack of it', async () => {
    expect(await counter.preview(ticket())).to.include({ estimatedCost: 1_000_000_000, brokerSays: 'ok' });
    scene.broker.available = false;
    expect(await counter.preview(ticket())).to.include({ commission: null, brokerSays: 'HTTP 502' });
    expect(floor.desk.orders()).to.deep.equal([]);
  });

  it('does not cancel what the broker has not answered for, and says so', async () => {
    scene.broker.hold();
    await counter.place(ticket());
    const answer = await refused(counter.cancel({ orderId: 'ticket-1' as OrderId, user: 'ann' }));
    expect(answer).to.be.instanceOf(RuleError).with.property('message').that.includes('is submitting: it can be cancelled once the broker has answered');
    expect(await refused(counter.cancel({ orderId: 'none' as OrderId, user: 'ann' }))).to.be.instanceOf(RuleError);
  });

  it('leaves an order working where the cancellation did not get through', async () => {
    await counter.place(ticket());
    await scene.tick(1);
    scene.broker.available = false;
    await counter.cancel({ orderId: 'ticket-1' as OrderId, user: 'ann' });
    await scene.until('cancel_failed');
    expect(floor.desk.order('ticket-1' as OrderId)?.state).to.equal('accepted');
  });

  describe('flattens a book', () => {
    it('that holds shares, with one market order', async () => {
      await held();
      const { orders } = await counter.flatten({ book: 'manual', user: 'ann' });
      await scene.tick(3);
      expect(orders).to.have.length(1);
      expect(scene.broker.posts.at(-1)).to.include({ id: orders[0]?.orderId, side: 'sell', quantity: 10, type: 'market' });
      // asked again while that is worked: nothing more
      expect((await counter.flatten({ book: 'manual', user: 'ann' })).orders).to.deep.equal([{ orderId: orders[0]?.orderId, status: 'accepted', reason: 'ticket of ann' }]);
      expect(scene.broker.posts).to.have.length(2);
    });

    it('whose shares are offered at a limit: that is cancelled first, and all of it sold', async () => {
      await held();
      await counter.place(ticket({ id: 'offer' as OrderId, side: 'sell', terms: { type: 'limit', limitPrice: price(110) } }));
      await scene.tick(3);
      const cancelled = scene.broker.next('cancel');
      const flattened = counter.flatten({ book: 'manual', user: 'ann' });
      await cancelled;
      await scene.tick(4);
      expect((await flattened).orders.map(({ status }) => status)).to.not.include('refused');
      await scene.tick(5);
      expect(scene.broker.posts.at(-1)).to.include({ side: 'sell', quantity: 10, type: 'market' });
    });

    it('and names an order that may still change it, because the broker has not answered', async () => {
      scene.broker.hold();
      await counter.place(ticket());
      expect((await counter.flatten({ book: 'manual', user: 'ann' })).orders.map(({ orderId, status }) => `${orderId} ${status}`)).to.deep.equal(['ticket-1 submitting']);
    });

    it('of a strategy by its exit, and of no other', async () => {
      await scene.request(entry());
      await scene.tick(1);
      scene.broker.fill(ENTRY, 100);
      await scene.tick(2);
      expect((await counter.flatten({ book: 'manual', user: 'ann' })).orders).to.deep.equal([]);
      await counter.flatten({ book: '7', user: 'ann' });
      await scene.tick(3);
      expect(scene.broker.posts.at(-1)).to.deep.include({ side: 'sell', quantity: 200, origin: { kind: 'strategy', strategyId: '7', intent: 'exit' } });
    });
  });

  it('tells the account, and does not know what the broker does not say', async () => {
    scene.broker.available = false;
    expect(await counter.account()).to.include({ account: 'SIM', mode: 'simulated', brokerCash: null, brokerEquity: null });
  });

  it('reconciles, and takes a fill on its way for no difference', async () => {
    expect((await floor.board.reconcile()).state).to.equal('equal');
    await counter.place(ticket());
    await scene.tick(1);
    scene.broker.fill('ticket-1', 100);
    expect((await floor.board.reconcile()).state, 'the last word stands while an order works').to.equal('equal');
    await scene.tick(2);
    expect((await floor.board.reconcile()).state).to.equal('equal');
    scene.broker.cash += 5;
    expect((await floor.board.reconcile()).differences).to.deep.equal([{ what: 'cash', ours: '$99,000.00', brokers: '$99,005.00' }]);
    scene.broker.available = false;
    expect((await floor.board.reconcile()).state).to.equal('unavailable');
  });
});
