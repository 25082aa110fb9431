import type { ChildProcess } from 'node:child_process';
import { decode, encode, feedStatusMessage, interestMessage, subjects, symbolFeedMessage, type FeedStatus } from '@sofi/contracts';
import { equitySymbol, type EquitySymbol, type SymbolFeed } from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import { freePort, startTestNats, type TestNats } from '@sofi/nats/testing';
import { startTestPostgres, type TestPostgres } from '@sofi/postgres/testing';
import { expect } from 'chai';
import { until } from './running-stack.js';
import { addressOf, program } from './service-process.js';

const AAPL = equitySymbol('AAPL');
const NOT_ONE = equitySymbol('ZZZZQ');

describe('whoever asks the feed for what it can not give, the others keep their prices', function () {
  this.timeout(120_000);
  let nats: TestNats;
  let postgres: TestPostgres;
  let bus: Bus;
  let simulator: ChildProcess;
  let service: ChildProcess;
  let status: FeedStatus;
  let trades = 0;
  const feeds = new Map<EquitySymbol, SymbolFeed>();
  /** every state of AAPL, in order */
  const said: SymbolFeed['state'][] = [];

  const ask = (owner: string, symbols: readonly EquitySymbol[]) => bus.record(subjects.interest(owner), encode(interestMessage, { owner, symbols: [...symbols] }));
  /** AAPL trades on from here, and was never doubted. That a market made by the simulator has no night is known only with its calendar: until then it may be closed. */
  const unharmed = async () => {
    const before = trades;
    await until(() => trades > before + 5, 'more trades of AAPL');
    await until(() => said.at(-1) === 'live', 'AAPL to be live');
    expect(said.slice(said.indexOf('live')), 'AAPL').to.not.include.oneOf(['stale', 'halted', 'connecting', 'polling']);
    expect(service.exitCode ?? service.signalCode, 'the service runs').to.equal(null);
  };

  before(async () => {
    [nats, postgres] = await Promise.all([startTestNats(), startTestPostgres()]);
    bus = await nats.connect();
    bus.subscribe(subjects.trade(AAPL), () => (trades += 1));
    bus.subscribe(subjects.feedStatus, (data) => (status = decode(feedStatusMessage, data)));
    bus.subscribe(subjects.symbolFeed('*'), (data) => {
      const feed = decode(symbolFeedMessage, data);
      feeds.set(feed.symbol, feed);
      if (feed.symbol === AAPL) said.push(feed.state);
    });
    simulator = program('tradier-simulator', {}, ['--port', '0']);
    const environment = { NATS_URL: nats.url, DATABASE_URL: postgres.url, TRADIER_ACCESS_TOKEN: 'simulated', TRADIER_BASE_URL: await addressOf(simulator) };
    service = program('market-data', { ...environment, PORT: String(await freePort()) });
    for (const { stdout } of [simulator, service]) stdout?.resume();
    await ask('good', [AAPL]);
    await until(() => feeds.get(AAPL)?.state === 'live', 'AAPL to be live');
  });
  after(async () => {
    for (const child of [service, simulator]) child?.kill('SIGKILL');
    await Promise.all([nats?.stop(), postgres?.stop()]);
  });

  it('an unknown symbol is said to be unknown', async () => {
    await ask('odd', [NOT_ONE]);
    await until(() => feeds.get(NOT_ONE)?.state === 'stale', 'word of the unknown symbol');
    expect(feeds.get(NOT_ONE)?.reason).to.equal('Tradier does not know this symbol');
    await unharmed();
  });

  it('an empty symbol is passed over with the message that names it', async () => {
    await bus.record(subjects.interest('odd'), JSON.stringify({ owner: 'odd', symbols: [''] }));
    await unharmed();
    expect(status.symbols).to.have.members([AAPL, NOT_ONE]);
  });

  it('ten thousand symbols, most of them unknown, are watched as far as there are any, and given up again', async () => {
    const many = Array.from({ length: 10_000 }, (_, at) => equitySymbol(`Z${[17_576, 676, 26, 1].map((unit) => String.fromCharCode(65 + (Math.floor(at / unit) % 26))).join('')}`));
    await ask('odd', many);
    await until(() => status.symbols.length === many.length + 1, 'all of them to be watched');
    await unharmed();
    await ask('odd', []);
    await until(() => feeds.get(many[9_999]!)?.state === 'closed', 'the last of them to be let go');
    await until(() => status.symbols.length === 1, 'AAPL alone');
    expect(status.counts).to.deep.equal({ live: 1 });
    await unharmed();
  });
});
