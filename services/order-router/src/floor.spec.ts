import { subjects } from '@sofi/contracts';
import { cash } from '@sofi/domain';
import { expect } from 'chai';
import { ENTRY, entry, FloorScene, NOW, SPY } from '../test/floor-scene.js';
import type { Death } from '../test/life.js';
import type { Floor } from './floor.js';

/** named by the position, which opens with the fill */
const STOP = `7-SPY-${NOW + 700}-stop`;

describe('the floor', () => {
  let scene: FloorScene;
  beforeEach(async () => (scene = await FloorScene.start()));
  afterEach(() => scene.stop());

  /** Buys 200 shares at 100 in the first second. */
  async function bought(): Promise<void> {
    await scene.trade(100, -500);
    await scene.request(entry());
    await scene.tick(0);
    scene.broker.change(ENTRY, { time: NOW + 700 });
    scene.broker.fill(ENTRY, 100);
    await scene.tick(1);
  }

  it('sends one request once, however often it is delivered, and settles a tick after everything of it is told', async () => {
    await scene.open();
    await scene.request(entry());
    await scene.request(entry());
    await bought();
    await scene.tick(2);
    expect(scene.log).to.deep.equal(['approved', 'submitted', 'accepted', 'settled 0', 'filled', 'settled 1', 'settled 2']);
    // 10 % of 2 × 100,000 at 100
    expect(scene.broker.posts.map(({ id, quantity }) => `${id} ${quantity}`)).to.deep.equal([`${ENTRY} 200`]);
  });

  it('passes over a request that can not be read, and one for another account', async () => {
    await scene.open();
    await scene.bus.record(subjects.orderRequest, '{"kind":"entry"');
    await scene.bus.record(subjects.orderRequest, '{"kind":"entry","id":"no way"}');
    await scene.request(entry({ account: 'OTHER' }));
    await scene.tick(0);
    expect(scene.log).to.deep.equal(['settled 0']);
    expect(scene.warnings).to.have.length(2);
    expect(scene.fatals).to.deep.equal([]);
  });

  it('says that the broker rejected an order, in its words', async () => {
    await scene.open();
    scene.broker.manners.push('reject');
    await scene.trade(100, -500);
    await scene.request(entry());
    await scene.tick(0);
    expect(scene.events.at(-1)).to.include({ type: 'rejected', reason: 'no funds' });
  });

  it('refuses an entry on stale prices in a market that runs by itself, also when it learns of them at its start, and takes it when they are live again', async () => {
    await scene.feed('stale', 'the socket is silent');
    await scene.open();
    await scene.trade(100, -500);
    await scene.tick(0, false);
    await scene.request(entry());
    await scene.until('refused');
    expect(scene.events.at(-1)).to.deep.include({ type: 'refused', rule: 'feed', reason: 'the prices of SPY are stale since 09:40 New York: the socket is silent' });
    await scene.feed('live');
    await scene.request(entry({ id: 'again', time: NOW + 1_000 }));
    await scene.tick(1, false);
    await scene.until('accepted');
    expect(scene.broker.posts.map(({ id }) => id)).to.deep.equal(['again']);
  });

  describe('an order without a clear answer', () => {
    it('is found by its tag, and not sent again', async () => {
      await scene.open();
      scene.broker.manners.push('lost-after');
      await bought();
      expect(scene.log).to.deep.equal(['approved', 'submitted', 'outcome_unknown', 'accepted', 'settled 0', 'filled', 'settled 1']);
      expect(scene.broker.posts).to.have.length(1);
    });

    it('is sent once more in a market that waits, when it is proven absent', async () => {
      await scene.open();
      scene.broker.manners.push('lost-before');
      await bought();
      expect(scene.log.slice(0, 7)).to.deep.equal(['approved', 'submitted', 'outcome_unknown', 'proven_absent', 'submitted', 'accepted', 'settled 0']);
      expect(scene.broker.posts).to.have.length(2);
    });

    it('is not sent a third time', async () => {
      await scene.open();
      scene.broker.manners.push('lost-before', 'lost-before');
      await scene.trade(100, -500);
      await scene.request(entry());
      await scene.tick(0);
      expect(scene.log.slice(-4)).to.deep.equal(['submitted', 'outcome_unknown', 'proven_absent', 'settled 0']);
      expect(scene.broker.posts).to.have.length(2);
    });

    it('keeps a market that waits waiting while the broker can not be read', async () => {
      await scene.open();
      scene.broker.manners.push('lost-after');
      scene.broker.available = false;
      await scene.trade(100, -500);
      await scene.request(entry());
      await scene.clock(0);
      await scene.until('outcome_unknown');
      for (let reads = 0; reads < 5; reads++) await scene.broker.next('read');
      expect(scene.log).to.deep.equal(['approved', 'submitted', 'outcome_unknown']);
      scene.broker.available = true;
      await scene.until('settled 0');
      expect(scene.log.slice(3)).to.deep.equal(['accepted', 'settled 0']);
    });

    it('keeps a market that runs by itself neither from settling nor from its stops, and is left unsent when its moment has passed', async () => {
      await scene.open();
      await bought();
      scene.broker.manners.push('lost-before');
      await scene.tick(2, false);
      scene.broker.available = false;
      await scene.request(entry({ id: 'late', risk: { maxPositionsPerSymbol: 2 }, time: NOW + 2_000 }));
      await scene.until('outcome_unknown');
      await scene.tick(3, false);
      const stop = scene.broker.next('post');
      await scene.trade(97.9, 3_500);
      await stop;
      expect(scene.broker.posts.at(-1)?.id).to.equal(STOP);
      await scene.tick(8, false);
      scene.broker.available = true;
      for (let second = 9; !scene.log.includes('proven_absent'); second++) await scene.tick(second, false);
      const absent = scene.events.find(({ type }) => type === 'proven_absent');
      expect(absent).to.include({ orderId: 'late' }).and.to.have.property('reason').that.includes('was never sent; its moment has passed (asked for ');
      expect(scene.broker.posts.map(({ id }) => id)).to.deep.equal([ENTRY, 'late', STOP]);
    });
  });

  for (const [level, at, intent] of [
    ['stop', 98, 'stop'],
    ['target', 105, 'target'],
  ] as const) {
    it(`sells at the ${level} with the trade that reaches it, before any tick of the clock`, async () => {
      await scene.open();
      await bought();
      const sent = scene.broker.next('post');
      await scene.trade(at, 1_200);
      await sent;
      expect(scene.broker.posts.at(-1)).to.include({ id: `7-SPY-${NOW + 700}-${intent}`, side: 'sell', quantity: 200, type: 'market' });
      await scene.trade(at, 1_300);
      await scene.tick(2);
      expect(scene.broker.posts).to.have.length(2);
    });
  }

  it('has the day of the market, which may be long past, and turns it', async () => {
    const { floor } = await scene.open();
    const day = 24 * 60 * 60;
    const dates: string[] = [];
    for (const seconds of [1, day, 2 * day]) {
      await scene.tick(seconds);
      dates.push(floor.desk.dayStart().date);
    }
    expect(dates).to.deep.equal(['2013-10-07', '2013-10-08', '2013-10-09']);
  });

  it('watches its stops while the broker keeps an answer to itself', async () => {
    await scene.open();
    await bought();
    await scene.tick(2, false);
    scene.broker.hold();
    const held = scene.broker.next('post');
    await scene.request(entry({ id: 'slow', risk: { maxPositionsPerSymbol: 2 }, time: NOW + 2_000 }));
    await held;
    const stop = scene.broker.next('post');
    await scene.trade(97, 2_100);
    await stop;
    expect(scene.broker.posts.at(-1)?.id).to.equal(STOP);
  });

  describe('ends the process', () => {
    it('over a conversation that breaks in our own house, whoever waits for it', async () => {
      await scene.open();
      scene.broker.manners.push('break');
      await scene.trade(100, -500);
      await scene.bus.record(subjects.marketClock, `{"kind":"clock","time":${NOW},"paced":false}`);
      await scene.request(entry());
      await scene.untilTrue(() => scene.fatals.length > 0);
      expect(String(scene.fatals[0])).to.equal('TypeError: a mistake of our own');
    });

    it('over a fact that can not be stored: nothing is sent, and nothing is stored behind it', async () => {
      // the first tick's checkpoint is the first write
      const { floor } = await scene.open({ at: 'database.transaction', when: 'fails', call: 2 });
      await scene.trade(100, -500);
      await scene.tick(0);
      const asked = (id: string) => floor.router.request(entry({ id })).catch((error: unknown) => String(error));
      expect(await Promise.all([asked('a'), asked('b')])).to.deep.equal(['Error: the disk is full', 'Error: the disk is full']);
      expect(await asked('c')).to.equal('Error: the disk is full');
      expect(scene.fatals).to.have.length(1);
      expect(scene.broker.posts).to.deep.equal([]);
      expect(await scene.postgres.db.orderEvents.all('SIM')).to.deep.equal([]);
    });
  });

  describe('killed and started again', () => {
    const deaths: [name: string, death: Death, more: string[]][] = [
      ['before the intent is stored', { at: 'database.transaction', when: 'before', call: 1 }, []],
      ['when it is stored, before it is published', { at: 'database.transaction', when: 'after', call: 1 }, ['outcome_unknown', 'proven_absent', 'submitted']],
      [
        'between two events that are published',
        { at: 'bus.record', when: 'before', about: subjects.orderEvent('SIM', SPY), call: 2 },
        ['outcome_unknown', 'proven_absent', 'submitted'],
      ],
      ['before the order is sent', { at: 'broker.place', when: 'before' }, ['outcome_unknown', 'proven_absent', 'submitted']],
      ['when it is sent, before the answer', { at: 'broker.place', when: 'after' }, ['outcome_unknown']],
      ['before the answer is stored', { at: 'database.transaction', when: 'before', call: 2 }, ['outcome_unknown']],
      ['when the answer is stored, before it is published', { at: 'database.transaction', when: 'after', call: 2 }, []],
      ['before the tick is stored', { at: 'database.transaction', when: 'before', call: 3 }, []],
      ['before the tick is announced', { at: 'bus.record', when: 'before', about: subjects.settledClock }, []],
      ['before the fill is stored', { at: 'database.transaction', when: 'before', call: 4 }, []],
      ['when the fill is stored, before it is published', { at: 'database.transaction', when: 'after', call: 4 }, []],
      ['before the position is published', { at: 'bus.record', when: 'before', about: subjects.position('SIM', SPY) }, []],
      ['before the tick of the fill is announced', { at: 'bus.record', when: 'before', about: subjects.settledClock, call: 2 }, []],
    ];
    for (const [name, death, more] of deaths) {
      it(name, async () => {
        const { life } = await scene.open(death);
        const rest = life.died.then(() => scene.open());
        await bought();
        const { floor } = await rest;
        await scene.trade(101, 1_500);
        await scene.tick(2);
        const types = new Map(scene.events.map((event) => [`${event.orderId} ${event.sequence}`, event]));
        expect([...types.values()].map(({ type }) => type)).to.deep.equal(['approved', 'submitted', ...more, 'accepted', 'filled']);
        expect([...types.values()].map(({ time }) => time - NOW)).to.deep.equal([0, 0, ...more.map(() => 0), 0, 1_000]);
        expect(scene.broker.posts).to.have.length(1);
        expect(await scene.postgres.db.orderEvents.unpublished(10)).to.deep.equal([]);
        expect(await scene.bus.newest('LEDGER', subjects.position('SIM', SPY))).to.not.equal(undefined);
        expectTheAccount(floor);
      });
    }

    it('knows at once what it knew, and guards what it holds', async () => {
      const first = await scene.open();
      await bought();
      await scene.trade(101, 1_500);
      await scene.tick(2);
      await first.floor.close();
      const { floor } = await scene.open();
      await scene.tick(3);
      expect(floor.desk.orders()).to.deep.equal(first.floor.desk.orders());
      expectTheAccount(floor);
      const stop = scene.broker.next('post');
      await scene.trade(98, 3_100);
      await stop;
      expect(scene.broker.posts.at(-1)?.id).to.equal(STOP);
    });

    it('writes a fill down as of its own tick, though an order worked over quiet ones before', async () => {
      const { life } = await scene.open({ at: 'bus.record', when: 'before', about: subjects.settledClock, call: 3 });
      const rest = life.died.then(() => scene.open());
      await scene.trade(100, -500);
      await scene.request(entry());
      await scene.tick(0);
      await scene.tick(1);
      await scene.clock(2);
      await life.died;
      scene.broker.fill(ENTRY, 100);
      await rest;
      await scene.until('settled 2');
      await scene.tick(3);
      expect(scene.events.at(-1)).to.include({ type: 'filled', time: NOW + 3_000 });
    });

    it('cancels again what it was cancelling', async () => {
      const { floor, life } = await scene.open({ at: 'broker.cancel', when: 'before' });
      await scene.trade(100, -500);
      await scene.request(entry());
      await scene.tick(0);
      await floor.router.cancel(entry().id, 'by hand', NOW);
      await life.died;
      await scene.open();
      await scene.tick(1);
      expect(scene.broker.cancels).to.have.length(1);
      expect(scene.log).to.include.members(['cancel_requested', 'cancelled']);
    });
  });
});

/** 100,000 − 200 × 100, marked at 101. */
function expectTheAccount({ desk }: Floor): void {
  expect(desk.figures()).to.deep.include({ cash: cash(80_000), equity: cash(100_200), marketValue: cash(20_200), buyingPower: cash(180_200), openProfit: cash(200) });
}
