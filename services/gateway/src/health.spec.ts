import type { FeedStatus, Heartbeat } from '@sofi/contracts';
import { UnavailableError } from '@sofi/domain';
import { expect } from 'chai';
import { EXPECTED, healthOf, Heartbeats } from './health.js';

const feed: FeedStatus = { state: 'live', reason: '', mode: 'sandbox', symbols: [], counts: {}, troubled: [], lastEventTime: 900, time: 1000 };
const beat = (service: string, status: Heartbeat['status'] = 'ok'): Heartbeat => ({ service, version: '0.1.0', status, detail: '', uptimeSeconds: 7, marketTime: 0, time: 0 });
const allAlive = () => {
  const heartbeats = new Heartbeats();
  for (const service of EXPECTED) heartbeats.hear(beat(service), 1000);
  return heartbeats;
};

describe('health', () => {
  it('is ok where every service beats and the feed lives; the mode is the connection’s', () => {
    const health = healthOf(allAlive().services(1000), feed);
    expect(health).to.deep.include({ status: 'ok', feed: { state: 'live', ageMs: 100 }, mode: 'sandbox' });
    expect(health.services[0]).to.deep.equal({ name: 'market-data', status: 'ok', version: '0.1.0', uptimeSeconds: 7 });
  });

  it('is down where a service was never heard or has fallen silent', () => {
    expect(healthOf(new Heartbeats().services(0), feed).status).to.equal('down');
    const heartbeats = allAlive();
    expect(healthOf(heartbeats.services(6000), feed).status).to.equal('ok');
    expect(healthOf(heartbeats.services(6001), feed).status).to.equal('down');
  });

  it('is degraded where a service says so, or the feed is in trouble', () => {
    const heartbeats = allAlive();
    expect(healthOf(heartbeats.services(1000), { ...feed, state: 'stale' }).status).to.equal('degraded');
    expect(healthOf(heartbeats.services(1000), { ...feed, state: 'closed' }).status).to.equal('ok');
    expect(healthOf(heartbeats.services(1000), { ...feed, counts: { live: 1_999, stale: 1 } }).status, 'one symbol is stale').to.equal('degraded');
    heartbeats.hear(beat('order-router', 'degraded'), 1000);
    expect(healthOf(heartbeats.services(1000), feed).status).to.equal('degraded');
  });

  it('takes the last word of a market-data that is down for no live feed', () => {
    const heartbeats = allAlive();
    expect(healthOf(heartbeats.services(1000), feed, 4000).feed).to.deep.equal({ state: 'live', ageMs: 100 });
    // 100 ms old when it was said, and said 8 s ago
    expect(healthOf(heartbeats.services(9000), feed, 8000).feed).to.deep.equal({ state: 'stale', ageMs: 8100 });
    expect(healthOf(heartbeats.services(9000), { ...feed, state: 'closed' }, 8000).feed.state).to.equal('closed');
  });

  it('invents no mode', () => {
    expect(() => healthOf(allAlive().services(1000), undefined)).to.throw(UnavailableError);
  });
});
