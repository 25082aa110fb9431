import { expect } from 'chai';
import type { RunningSimulator } from '../simulator.js';
import { ACCOUNT_PATH, Client, closeAll, started } from '../testing.js';
import { scheduledKind } from './fault-plan.js';

const PROFILE = '/v1/user/profile';
const ORDER = { class: 'equity', symbol: 'AAPL', side: 'buy', quantity: 1, type: 'limit', price: 1, duration: 'day' };

describe('A fault of a call', () => {
  let simulator: RunningSimulator;
  let client: Client;
  beforeEach(async () => {
    simulator = await started([]);
    client = new Client(simulator.url);
  });
  afterEach(closeAll);

  const orders = async (): Promise<number> => {
    const { orders: list } = (await client.get(`${ACCOUNT_PATH}/orders`)) as { orders: 'null' | { total_orders: number } };
    return list === 'null' ? 0 : list.total_orders;
  };
  const outcome = (request: Promise<Response>): Promise<string> =>
    request.then(
      (response) => `answered ${response.status}`,
      () => 'cut',
    );

  it('drops the connection once the order is placed', async () => {
    await client.fault({ kind: 'drop-after-accept', method: 'POST', path: '/orders' });
    expect(await outcome(client.request('POST', `${ACCOUNT_PATH}/orders`, ORDER))).to.equal('cut');
    expect(await orders()).to.equal(1);
  });

  it('times out before or after the order is placed', async () => {
    await client.fault({ kind: 'time-out-before-commit', path: '/orders', method: 'POST', ms: 30 });
    expect(await outcome(client.request('POST', `${ACCOUNT_PATH}/orders`, ORDER))).to.equal('cut');
    expect(await orders()).to.equal(0);
    await client.fault({ kind: 'time-out-after-commit', path: '/orders', method: 'POST', ms: 30 });
    expect(await outcome(client.request('POST', `${ACCOUNT_PATH}/orders`, ORDER))).to.equal('cut');
    expect(await orders()).to.equal(1);
  });

  it('refuses with 429, the headers of a used-up minute and the expiry as the last word', async () => {
    await client.fault({ kind: 'rate-limited' });
    const response = await client.request('GET', PROFILE);
    expect([response.status, response.headers.get('x-ratelimit-available')]).to.deep.equal([429, '0']);
    const words = (await response.text()).split(' ');
    expect([words[0], words.at(-1)]).to.deep.equal(['Quota', response.headers.get('x-ratelimit-expiry')]);
    expect((await client.request('GET', PROFILE)).status, 'once').to.equal(200);
  });

  const instead: [object, number, RegExp][] = [
    [{ kind: 'server-error' }, 500, /"faultstring":"Datastore Error"/],
    [{ kind: 'server-error', status: 504 }, 504, /"fault"/],
    [{ kind: 'bad-gateway' }, 502, /^<html>/],
    [{ kind: 'not-found' }, 404, /^Not Found$/],
    [{ kind: 'maintenance' }, 503, /^<!DOCTYPE html>/],
    [{ kind: 'maintenance', status: 200 }, 200, /<title>Tradier API<\/title>/],
    [{ kind: 'revoked-token', times: 1 }, 401, /"Invalid Access Token"/],
    [{ kind: 'empty-body' }, 200, /^$/],
  ];
  for (const [fault, status, body] of instead) {
    it(`answers ${JSON.stringify(fault)} with ${status}`, async () => {
      await client.fault(fault);
      const [answered, text] = await client.text('GET', PROFILE);
      expect([answered, body.test(text)], text).to.deep.equal([status, true]);
      expect(await client.get(PROFILE), 'once').to.have.property('profile');
    });
  }

  it('carries nothing out where it answers with something else', async () => {
    for (const kind of ['rate-limited', 'server-error', 'bad-gateway', 'not-found', 'maintenance', 'revoked-token']) {
      await client.fault({ kind, method: 'POST', times: 1 });
      await client.text('POST', `${ACCOUNT_PATH}/orders`, ORDER);
    }
    expect(await orders()).to.equal(0);
  });

  it('cuts a JSON body in its middle', async () => {
    const whole = (await client.text('GET', PROFILE))[1];
    await client.fault({ kind: 'truncated-json' });
    const [status, text] = await client.text('GET', PROFILE);
    expect(status).to.equal(200);
    expect(whole.startsWith(text) && text.length < whole.length).to.equal(true);
  });

  it('writes numbers as text', async () => {
    await client.fault({ kind: 'answer-numbers-as-text' });
    expect(await client.get(`${ACCOUNT_PATH}/balances`)).to.have.nested.property('balances.total_cash', '100000');
  });

  it('comes late, and in pieces', async () => {
    const whole = (await client.text('GET', PROFILE))[1];
    await client.fault({ kind: 'slow', ms: 20, pieces: 4 });
    const begun = performance.now();
    const response = await client.request('GET', PROFILE);
    expect(await response.text()).to.equal(whole);
    // four waits of 20 ms; a timer may fire a millisecond early
    expect(performance.now() - begun).to.be.greaterThan(75);
  });

  it('opens a session that no stream knows', async () => {
    await client.fault({ kind: 'wrong-session' });
    const listener = await client.listen({ symbols: ['AAPL'] });
    await listener.untilClosed();
    expect(listener.heard).to.deep.equal([{ error: 'session not found' }]);
  });

  it('puts the clock wrong until it is cleared', async () => {
    const clock = async () => ((await client.get('/v1/markets/clock')) as { clock: { timestamp: number } }).clock.timestamp;
    await client.control({ action: 'pause' });
    const right = await clock();
    await client.fault({ kind: 'clock-skew', ms: 90_000 });
    expect(await clock()).to.equal(right + 90);
    await client.request('DELETE', '/v1/simulator/faults');
    expect(await clock()).to.equal(right);
  });

  it('never strikes the address that arms it', async () => {
    await client.fault({ kind: 'not-found', times: 'unlimited' });
    expect((await client.request('GET', '/v1/simulator/faults')).status).to.equal(200);
    expect(await client.get('/v1/simulator')).to.include({ market: 'generated' });
  });

  it('is armed by those alone who have the token, and by what can be understood', async () => {
    expect((await fetch(`${simulator.url}/v1/simulator/faults`, { method: 'POST', body: '{"kind":"slow"}' })).status).to.equal(401);
    const wrong: [object, object][] = [
      [{ kind: 'earthquake' }, { field: 'kind', value: '"earthquake"' }],
      [
        { kind: 'slow', ms: -1 },
        { field: 'ms', value: '-1' },
      ],
      [
        { kind: 'slow', speed: 2 },
        { field: 'speed', value: '2', rule: 'is no parameter of slow' },
      ],
      [{ kind: 'clock-skew' }, { field: 'ms', value: null }],
      [
        { kind: 'split', symbol: 'ZZZZ', ratio: 2 },
        { field: 'symbol', rule: 'is not traded here' },
      ],
      [{ schedule: { seed: -1 } }, { field: 'schedule' }],
    ];
    for (const [fault, said] of wrong) {
      const response = await client.sendJson('/v1/simulator/faults', fault);
      expect(response.status, JSON.stringify(fault)).to.equal(400);
      expect(await response.json()).to.deep.include(said);
    }
    expect(await client.get('/v1/simulator/faults')).to.deep.equal({ schedule: null, active: [], done: [], counts: {} });
  });

  it('is listed with its words and its parameters, and disarmed by its number', async () => {
    const { kinds } = (await client.get('/v1/simulator/faults/kinds')) as { kinds: { kind: string; words: string; parameters: { properties: object } }[] };
    expect(kinds.find(({ kind }) => kind === 'stall')?.parameters.properties).to.have.all.keys('times', 'after', 'probability', 'lasts', 'stream', 'ms');
    await client.fault({ kind: 'not-found' });
    expect((await client.request('DELETE', '/v1/simulator/faults/1')).status).to.equal(200);
    expect((await client.request('DELETE', '/v1/simulator/faults/1')).status).to.equal(404);
    expect(await client.get(PROFILE)).to.have.property('profile');
  });

  it('comes by itself where a seed is given, as the plan of that seed says', async () => {
    const planned = (seed: number) => [1, 2, 3, 4, 5, 6].map((number) => scheduledKind({ seed, rate: 0.6 }, 'call', number));
    // one without those that would keep the test waiting
    let seed = 1;
    while (planned(seed).some((kind) => kind === 'slow' || kind?.startsWith('time-out'))) seed += 1;
    const unlucky = new Client((await started(['--faults', `${seed}:0.6`])).url);
    for (let each = 0; each < 6; each += 1) await outcome(unlucky.request('GET', PROFILE));
    const expected: Record<string, number> = {};
    for (const kind of planned(seed)) if (kind) expected[kind] = (expected[kind] ?? 0) + 1;
    expect(await unlucky.get('/v1/simulator/faults')).to.deep.include({ schedule: { seed, rate: 0.6 }, counts: expected });
    expect(Object.keys(expected)).to.not.have.length(0);
  });
});
