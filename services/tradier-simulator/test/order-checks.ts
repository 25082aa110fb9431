import { expect } from 'chai';
import { TradierError, type EquityOrder } from '@sofi/tradier';
import type { EndpointCheck } from './endpoint-check.js';
import { anExpiration } from './an-expiration.js';
import { settled } from './settled.js';

/** Rests. */
const FAR: EquityOrder = { class: 'equity', symbol: 'AAPL', side: 'buy', quantity: 7, type: 'limit', price: 1, duration: 'day' };

export const ORDER_CHECKS = {
  'orders.list': async ({ orders }) => {
    const { id } = await orders.place({ ...FAR, tag: 'listed' });
    expect((await orders.list({ limit: 100, status: ['open', 'pending'] })).rows.find((order) => order.id === id)).to.include({
      tag: 'listed',
      symbol: 'AAPL',
      quantity: 7,
      price: 1,
    });
    expect((await orders.all()).map((order) => order.id)).to.include(id);
  },
  'orders.one': async (client) => {
    const { id } = await client.orders.place({ ...FAR, type: 'stop_limit', price: 9000, stop: 8000, duration: 'gtc' });
    expect(await client.orders.one(id)).to.include({ id, type: 'stop_limit', stop_price: 8000, price: 9000, duration: 'gtc', class: 'equity' });
    const error = await client.orders.one('999999').catch((failure: unknown) => failure);
    expect(error).to.be.instanceOf(TradierError).with.property('problem', 'not-found');
  },
  'orders.place': async (client) => {
    const { orders } = client;
    expect(await orders.preview(FAR), 'nothing is placed').to.include({ status: 'ok', cost: 7, quantity: 7 });
    expect(await orders.place({ ...FAR, tag: 'placed' })).to.include({ status: 'ok' });
    const expiration = await anExpiration(client);
    const [call, put] = (await client.options.chain('AAPL', expiration)).slice(40);
    const [bought, written] = [call?.symbol ?? '', put?.symbol ?? ''];
    const entry = { symbol: 'AAPL', side: 'buy', quantity: 1, type: 'limit', price: 1 } as const;
    const [target, guard] = [{ ...entry, side: 'sell', price: 9000 } as const, { symbol: 'AAPL', side: 'sell', quantity: 1, type: 'stop', stop: 0.5 } as const];
    const option = { option_symbol: bought, side: 'buy_to_open', quantity: 1 } as const;
    const legs = [option, { option_symbol: written, side: 'buy_to_open', quantity: 1 }] as const;
    const placed = [
      await orders.place({ class: 'option', symbol: 'AAPL', ...option, type: 'limit', price: 0.01, duration: 'day' }),
      await orders.place({ class: 'multileg', symbol: 'AAPL', type: 'debit', price: 0.01, duration: 'day', legs }),
      await orders.place({
        class: 'combo',
        symbol: 'AAPL',
        type: 'debit',
        price: 0.01,
        duration: 'day',
        legs: [
          { side: 'buy', quantity: 100 },
          { option_symbol: bought, side: 'sell_to_open', quantity: 1 },
        ],
      }),
      await orders.place({ class: 'oto', duration: 'day', orders: [entry, target] }),
      await orders.place({ class: 'oco', duration: 'day', orders: [entry, { symbol: 'AAPL', side: 'buy', quantity: 1, type: 'stop', stop: 9000 }] }),
      await orders.place({ class: 'otoco', duration: 'day', orders: [entry, target, guard] }),
    ];
    for (const { id } of placed) expect((await orders.one(id)).status, id).to.be.oneOf(['pending', 'open']);
  },
  'orders.modify': async ({ orders }) => {
    const { id } = await orders.place(FAR);
    expect(await orders.modify(id, { price: 2, duration: 'gtc' })).to.include({ id, status: 'ok' });
    expect(await orders.one(id)).to.include({ price: 2, duration: 'gtc' });
  },
  'orders.cancel': async (client) => {
    const { id } = await client.orders.place(FAR);
    expect(await client.orders.cancel(id)).to.include({ id, status: 'ok' });
    expect(await settled(client, id)).to.include({ status: 'canceled' });
    const error = await client.orders.cancel(id).catch((failure: unknown) => failure);
    expect(error).to.be.instanceOf(TradierError).with.property('problem', 'finished');
  },
} satisfies Record<string, EndpointCheck>;
