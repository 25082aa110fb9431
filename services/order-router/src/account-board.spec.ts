import { price, type OrderId, type OrderRequest } from '@sofi/domain';
import { expect } from 'chai';
import { FloorScene, SPY } from '../test/floor-scene.js';
import { AccountBoard } from './account-board.js';
import { Counter } from './counter.js';

const resting: Extract<OrderRequest, { kind: 'ticket' }> = {
  kind: 'ticket',
  id: 'resting' as OrderId,
  account: '',
  symbol: SPY,
  time: 0,
  user: 'ann',
  side: 'buy',
  quantity: 10,
  terms: { type: 'limit', limitPrice: price(90) },
  duration: 'day',
};

describe('the account board', () => {
  let scene: FloorScene;
  let board: AccountBoard;
  let wallClock: number;
  beforeEach(async () => {
    scene = await FloorScene.start();
    const { floor } = await scene.open();
    wallClock = 1_000;
    board = new AccountBoard(floor.desk, scene.broker, { record: () => Promise.resolve(1) }, () => wallClock);
    await scene.trade(100, -500);
    await scene.tick(0);
    await new Counter(floor, scene.broker, scene.quotes).place(resting);
    await scene.tick(1);
  });
  afterEach(() => scene.stop());

  it('verifies the ledger also while an order rests at the broker', async () => {
    expect(await board.reconcile()).to.deep.equal({ state: 'equal', verifiedAt: 1_000, differences: [] });
  });

  it('believes a difference beside a resting order once no fill can explain it', async () => {
    await board.reconcile();
    scene.broker.cash += 5;
    expect(await board.reconcile(), 'it may be a fill on its way').to.include({ state: 'equal', verifiedAt: 1_000 });
    wallClock += 4_999;
    expect((await board.reconcile()).state).to.equal('equal');
    wallClock += 1;
    expect((await board.reconcile()).state).to.equal('different');
  });

  it('forgets a suspicion that a fill has explained', async () => {
    await board.reconcile();
    scene.broker.cash += 5;
    await board.reconcile();
    scene.broker.cash -= 5;
    wallClock += 3_000;
    expect(await board.reconcile()).to.include({ state: 'equal', verifiedAt: 4_000 });
    scene.broker.cash += 5;
    wallClock += 3_000;
    expect((await board.reconcile()).state).to.equal('equal');
  });

  it('says so where the broker does not answer, whatever is working', async () => {
    await board.reconcile();
    scene.broker.available = false;
    expect((await board.reconcile()).state).to.equal('unavailable');
  });
});
