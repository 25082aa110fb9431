import { expect } from 'chai';
import type { TradierClient, WireOrder } from '@sofi/tradier';
import { ACCOUNT } from '../src/account/brokerage.js';
import type { EndpointCheck } from './endpoint-check.js';
import { settled } from './settled.js';

const MARKET = { class: 'equity', symbol: 'KO', quantity: 5, type: 'market', duration: 'day' } as const;

async function filled(client: TradierClient, side: 'buy' | 'sell'): Promise<WireOrder> {
  return settled(client, (await client.orders.place({ ...MARKET, side })).id);
}

export const ACCOUNT_CHECKS = {
  'user.profile': async ({ user }) => {
    const { account } = await user.profile();
    expect(account).to.have.length(1);
    expect(account[0]).to.include({ account_number: ACCOUNT, type: 'margin', status: 'active', day_trader: false });
  },
  'accounts.balances': async ({ accounts }) => {
    const { total_cash, market_value, total_equity, margin } = await accounts.balances();
    expect(total_equity).to.be.closeTo(total_cash + market_value, 0.005);
    expect(margin?.stock_buying_power).to.be.greaterThan(0);
  },
  'accounts.historicalBalances': async ({ accounts }) => {
    const { balances, delta } = await accounts.historicalBalances('ALL');
    expect(balances.at(-1)?.value).to.be.within(90_000, 110_000);
    expect(delta).to.be.a('number');
  },
  'accounts.positions': async (client) => {
    expect(await filled(client, 'buy')).to.include({ status: 'filled', exec_quantity: 5 });
    const held = (await client.accounts.positions()).find(({ symbol }) => symbol === 'KO');
    expect(held?.quantity).to.be.at.least(5);
    expect(held?.cost_basis).to.be.greaterThan(0);
  },
  'accounts.history': async (client) => {
    const { id } = await filled(client, 'buy');
    const { rows } = await client.accounts.history({ symbol: 'KO', type: 'trade' });
    const order = await client.orders.one(id);
    expect(rows[0]).to.include({ symbol: 'KO', quantity: 5, price: order.avg_fill_price, trade_type: 'Equity' });
    expect(rows[0]?.amount).to.be.closeTo(-5 * order.avg_fill_price, 1e-6);
  },
  'accounts.gainLoss': async (client) => {
    await filled(client, 'buy');
    await filled(client, 'sell');
    const [closed] = (await client.accounts.gainLoss({ symbol: 'KO' })).rows;
    expect(closed).to.include({ symbol: 'KO', quantity: 5, term: 0 });
    expect(closed?.gain_loss).to.be.closeTo((closed?.proceeds ?? 0) - (closed?.cost ?? 0), 1e-6);
  },
  'positionGroups.list': async ({ positionGroups }) => expect(await positionGroups.list()).to.be.an('array'),
  'positionGroups.create': async ({ positionGroups }) => {
    await positionGroups.create('Made', ['KO', 'KO270115C00060000']);
    expect((await positionGroups.list()).at(-1)).to.deep.include({ label: 'Made', symbols: ['KO', 'KO270115C00060000'] });
  },
  'positionGroups.update': async ({ positionGroups }) => {
    await positionGroups.create('Before', ['KO']);
    const id = (await positionGroups.list()).at(-1)?.id ?? '';
    await positionGroups.update(id, 'After', ['GE']);
    expect(await positionGroups.list()).to.deep.include({ id, label: 'After', symbols: ['GE'] });
  },
  'positionGroups.delete': async ({ positionGroups }) => {
    await positionGroups.create('Gone', ['KO']);
    await positionGroups.delete((await positionGroups.list()).at(-1)?.id ?? '');
    expect((await positionGroups.list()).map(({ label }) => label)).to.not.include('Gone');
  },
} satisfies Record<string, EndpointCheck>;
