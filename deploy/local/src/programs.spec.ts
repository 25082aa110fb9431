import { expect } from 'chai';
import { natsProgram, serviceProgram, SERVICES, simulatorProgram, type Site } from './programs.js';

const site = (more: Partial<Site> = {}): Site => ({
  root: '/product',
  dataDir: '/data',
  ports: { nats: 1, postgres: 2, 'tradier-simulator': 3, 'market-data': 4, 'candle-aggregator': 5, 'order-router': 6, 'strategy-runner': 7, gateway: 8, 'gateway-metrics': 9 },
  env: {
    PATH: '/bin',
    TRADIER_ACCESS_TOKEN: 'secret-token',
    TRADIER_SANDBOX: 'false',
    TRADIER_ACCOUNT_ID: '',
    ADMIN_PASSWORD: 'secret-word',
    DATABASE_URL: 'postgres://me:secret@db/x',
  },
  natsUrl: 'nats://127.0.0.1:1',
  databaseUrl: 'postgres://local',
  simulated: true,
  simulator: ['--seed', '7'],
  adminPassword: undefined,
  logLevel: 'info',
  ...more,
});

describe('programs', () => {
  it('points the services at the simulator with a token of its own', () => {
    expect(serviceProgram(site(), 'market-data').env).to.deep.include({
      PORT: '4',
      NATS_URL: 'nats://127.0.0.1:1',
      DATABASE_URL: 'postgres://local',
      TRADIER_BASE_URL: 'http://127.0.0.1:3/v1',
    });
    expect(JSON.stringify(SERVICES.map((name) => serviceProgram(site(), name)))).to.not.include('secret');
  });

  it('gives the real token to the two services that talk to the broker, and to nobody else', () => {
    const knowing = SERVICES.filter((name) => JSON.stringify(serviceProgram(site({ simulated: false }), name).env).includes('secret-token'));
    expect(knowing).to.deep.equal(['market-data', 'order-router']);
    expect(serviceProgram(site({ simulated: false }), 'order-router').env)
      .to.include({ TRADIER_SANDBOX: 'false' })
      .and.not.have.any.keys('TRADIER_ACCOUNT_ID', 'TRADIER_BASE_URL');
  });

  it('tells the first password to the gateway alone', () => {
    const knowing = SERVICES.filter((name) => 'ADMIN_PASSWORD' in serviceProgram(site({ adminPassword: 'first' }), name).env);
    expect(knowing).to.deep.equal(['gateway']);
  });

  it('keeps what the simulator and NATS store in the data folder', () => {
    expect(simulatorProgram(site()).args.slice(-8)).to.deep.equal(['--port', '3', '--token', 'simulated', '--state', '/data/simulator.jsonl', '--seed', '7']);
    expect(natsProgram(site(), '/bin/nats-server').args).to.include.members(['/product/deploy/nats/nats.conf', '/data/nats']);
  });
});
