import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import { httpTo } from '../test/connection.js';
import { FakeTradier } from '../test/fake-tradier.js';
import { ManualTime } from '../test/manual-time.js';
import type { AccountOrderEvent } from './account-order-event.js';
import { accountUrl, AccountStream, type AccountStreamOptions } from './account-stream.js';
import type { TradierHttp } from './http.js';

const ACCOUNT = '6YA00000';

function told(id: number, status: string, filled: number, second: number, account = ACCOUNT): string {
  const transaction_date = new Date(Date.UTC(2024, 5, 3, 16, 0, second)).toISOString();
  return JSON.stringify({ id, event: 'order', status, executed_quantity: filled, avg_fill_price: filled > 0 ? 10 : 0, transaction_date, account });
}

describe('the account stream', () => {
  let tradier: FakeTradier;
  let http: TradierHttp;
  let stream: AccountStream;
  let events: EventEmitter;
  let heard: (string | AccountOrderEvent)[];
  beforeEach(async () => {
    tradier = await FakeTradier.start();
    http = httpTo(tradier);
    events = new EventEmitter();
    heard = [];
  });
  afterEach(async () => {
    await stream.close();
    await http.close();
    await tradier.stop();
  });

  function open(options: Partial<AccountStreamOptions> = {}): void {
    const hear = (one: string | AccountOrderEvent) => {
      heard.push(one);
      events.emit('heard');
    };
    const listener = { connected: () => hear('connected'), order: hear, lost: (reason: string) => hear(`lost: ${reason}`) };
    stream = new AccountStream({ http, mode: 'live', account: ACCOUNT, timing: { firstPause: 1 }, ...options }, listener);
  }
  async function count(of: number): Promise<void> {
    while (heard.length < of) await once(events, 'heard');
  }
  const orders = () => heard.flatMap((one) => (typeof one === 'string' ? [] : [`${one.brokerOrderId} ${one.status} ${one.filledQuantity} ${one.sequence}`]));

  it('is subscribed to with a session of its own, and says when it is connected', async () => {
    open();
    expect(await tradier.frame(1)).to.deep.equal({ events: ['order'], sessionid: 'session-1', excludeAccounts: [] });
    await count(1);
    expect([heard, tradier.of('POST /accounts/events/session').length]).to.deep.equal([['connected'], 1]);
  });

  it('tells each change of an order of this account, and what is repeated or late as such', async () => {
    open();
    await tradier.frame(1);
    for (const text of [told(1, 'open', 0, 1), told(1, 'filled', 5, 3), told(1, 'filled', 5, 3), told(1, 'partially_filled', 2, 2), told(2, 'open', 0, 1, '6YA99999')])
      tradier.tell(text);
    for (const text of [told(3, 'open', 0, 5), told(3, 'pending', 0, 4), told(3, 'rejected', 0, 6)]) tradier.tell(text);
    await count(8);
    expect(orders().slice(0, 4)).to.deep.equal(['1 working 0 news', '1 filled 5 news', '1 filled 5 repeated', '1 working 2 late']);
    expect(orders().slice(4)).to.deep.equal(['3 working 0 news', '3 pending 0 late', '3 rejected 0 news']);
  });

  it('is opened anew when it breaks, with a fresh session, and says so, for events were missed', async () => {
    open();
    await tradier.frame(1);
    await count(1);
    for (const socket of tradier.sockets) socket.terminate();
    expect(await tradier.frame(2)).to.include({ sessionid: 'session-2' });
    await count(3);
    expect(heard).to.deep.equal(['connected', 'lost: the stream was closed', 'connected']);
  });

  it('is opened anew when Tradier does not know the session', async () => {
    open();
    await tradier.frame(1);
    tradier.tell('{"error":"session not found"}');
    await tradier.frame(2);
    expect(heard).to.include('lost: Tradier: session not found');
  });

  it('is tried until a session is given', async () => {
    tradier.on('POST /accounts/events/session', { status: 502, body: '' }, 'reset', { body: { stream: { url: `${tradier.baseUrl}/accounts/events`, sessionid: 'third' } } });
    open();
    expect(await tradier.frame(1)).to.include({ sessionid: 'third' });
  });

  it('is given up when there was no heartbeat for two minutes', async () => {
    const time = new ManualTime();
    // pings and their answers are left out: they prove nothing of the account
    open({ timers: time, timing: { silence: 1_000_000 } });
    await time.pass(0);
    await count(1);
    await time.pass(115_000);
    tradier.tell('{"event":"heartbeat","status":"active","timestamp":"2025-12-10T18:02:51.028929606Z"}{"event":"weather"}');
    while (stream.dropped === 0) await new Promise((resolve) => setImmediate(resolve));
    await time.pass(115_000);
    expect(heard).to.deep.equal(['connected']);
    await time.pass(30_000);
    await count(2);
    expect(heard[1]).to.equal('lost: no heartbeat for two minutes');
  });

  it('waits longer with each failure in a row, half a minute at last, and begins anew after a connection that held', async () => {
    const time = new ManualTime();
    open({ timers: time, timing: {}, random: () => 1 });
    await time.pass(0);
    await count(1);
    await time.pass(15_000);
    tradier.on('POST /accounts/events/session', { status: 502, body: '' });
    for (const socket of tradier.sockets) socket.terminate();
    const pauses: number[] = [];
    for (let failure = 0; failure < 9; failure += 1) {
      await count(failure + 2);
      const sessions = tradier.of('POST /accounts/events/session').length;
      const began = time.clock.now();
      while (tradier.of('POST /accounts/events/session').length === sessions) {
        await time.pass(500);
        // the request of this step is on its way
        for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      }
      pauses.push(time.clock.now() - began);
    }
    expect(pauses).to.deep.equal([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('leaves no timer behind', async () => {
    const time = new ManualTime();
    open({ timers: time });
    await time.pass(0);
    await count(1);
    await stream.close();
    expect(time.pending).to.equal(0);
  });

  it('of a paper account is at a host of its own', () => {
    expect(accountUrl('sandbox', 'wss://ws.tradier.com/v1/accounts/events')).to.equal('wss://sandbox-ws.tradier.com/v1/accounts/events');
    expect(accountUrl('live', 'wss://ws.tradier.com/v1/accounts/events')).to.equal('wss://ws.tradier.com/v1/accounts/events');
    expect(accountUrl('simulated', 'http://127.0.0.1:1/v1/accounts/events')).to.equal('ws://127.0.0.1:1/v1/accounts/events');
  });
});
