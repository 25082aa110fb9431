import type { ChildProcess } from 'node:child_process';
import { alertMessage, decode, encode, heartbeatMessage, interestMessage, subjects, type Alert, type Heartbeat } from '@sofi/contracts';
import { equitySymbol, type OrderId, type OrderRequest } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import { freePort, startTestNats, type TestNats } from '@sofi/nats/testing';
import { startTestPostgres, type TestPostgres } from '@sofi/postgres/testing';
import { expect } from 'chai';
import { RevocableToken } from './revocable-token.js';
import { until } from './running-stack.js';
import { addressOf, program } from './service-process.js';

const SERVICES = ['market-data', 'order-router'] as const;
const AAPL = equitySymbol('AAPL');
const REASON = 'Tradier does not accept the access token (any more): Invalid Access Token';

describe('a token that the broker takes back while the services run', function () {
  this.timeout(120_000);
  let nats: TestNats;
  let postgres: TestPostgres;
  let bus: Bus;
  let broker: RevocableToken;
  let simulator: ChildProcess;
  let services: ChildProcess[];
  const alerts: Alert[] = [];
  const beats = new Map<string, Heartbeat>();

  before(async () => {
    [nats, postgres] = await Promise.all([startTestNats(), startTestPostgres()]);
    bus = await nats.connect();
    bus.subscribe(subjects.alert('*'), (data) => void alerts.push(decode(alertMessage, data)));
    bus.subscribe(subjects.heartbeat('*'), (data) => {
      const beat = decode(heartbeatMessage, data);
      beats.set(beat.service, beat);
    });
    simulator = program('tradier-simulator', {}, ['--port', '0']);
    broker = await RevocableToken.before(await addressOf(simulator));
    const env = { NATS_URL: nats.url, DATABASE_URL: postgres.url, TRADIER_ACCESS_TOKEN: 'simulated', TRADIER_BASE_URL: broker.url };
    services = await Promise.all(SERVICES.map(async (name) => program(name, { ...env, PORT: String(await freePort()) })));
    for (const { stdout } of [simulator, ...services]) stdout?.resume();
    await bus.record(subjects.interest('spec'), encode(interestMessage, { owner: 'spec', symbols: [AAPL] }));
    await until(() => (beats.get('market-data')?.marketTime ?? 0) > 0 && SERVICES.every((name) => beats.get(name)?.status === 'ok'), 'services that are well');
  });
  after(async () => {
    for (const child of [...(services ?? []), simulator]) child?.kill('SIGKILL');
    broker?.close();
    await Promise.all([nats?.stop(), postgres?.stop()]);
  });

  it('is told in words, once by each service, and ends neither of them', async () => {
    broker.revoke();
    await until(() => SERVICES.every((name) => beats.get(name)?.status === 'degraded'), 'services that say so');
    for (const name of SERVICES) expect(beats.get(name)?.detail, name).to.equal(REASON);
    await until(() => told('critical').length === SERVICES.length, 'an alarm of each');
    expect(told('critical').map(({ service, what }) => `${service}: ${what}`)).to.have.members(SERVICES.map((name) => `${name}: ${REASON}`));
    expect(told('critical')[0]?.whatToDo).to.include('TRADIER_ACCESS_TOKEN');
    expect(services.map(({ exitCode, signalCode }) => exitCode ?? signalCode)).to.deep.equal([null, null]);
  });

  it('refuses what a person asks for with the reason', async () => {
    const ticket: OrderRequest = {
      kind: 'ticket',
      id: 'manual-1' as OrderId,
      account: '',
      symbol: AAPL,
      side: 'buy',
      quantity: 1,
      terms: { type: 'market' },
      duration: 'day',
      user: 'admin',
      time: 0,
    };
    const refused = await bus.ask('order-router.place', ticket).catch((error: unknown) => error);
    expect(String(refused)).to.include(REASON);
  });

  it('is over when the broker takes it again', async () => {
    const before = told('critical').length;
    broker.giveBack();
    await until(() => SERVICES.every((name) => beats.get(name)?.status === 'ok'), 'services that are well again');
    await until(() => told('info').length === SERVICES.length, 'word from each');
    expect(told('info').map(({ what }) => what)).to.deep.equal(SERVICES.map(() => 'Tradier takes the token again.'));
    expect(told('critical'), 'no alarm may have been told twice').to.have.length(before);
  });

  const told = (severity: Alert['severity']) => alerts.filter((alert) => alert.severity === severity);
});
