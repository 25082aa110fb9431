import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { nyseCalendar } from '@sofi/domain';
import { alwaysOpenCalendar, readTape, stepAt } from '@sofi/tape';
import { WebSocketServer, type WebSocket } from 'ws';
import { rulesInWords } from './account/account-rules.js';
import { ACCOUNT } from './account/brokerage.js';
import type { BrokerOrder } from './account/broker-order.js';
import { securityOf } from './account/instrument.js';
import { faultArming } from './faults/fault-arming.js';
import { FaultPlan } from './faults/fault-plan.js';
import { faultRoutes } from './faults/fault-routes.js';
import { StreamFaults } from './faults/stream-faults.js';
import { accountRoutes } from './http/accounts.js';
import { calendarRoutes } from './http/calendar.js';
import { controlRoutes, type Running } from './http/control.js';
import { eventRoutes } from './http/events.js';
import { fundamentalRoutes } from './http/fundamentals.js';
import { historyRoutes } from './http/history.js';
import { optionRoutes } from './http/options.js';
import { orderRoutes } from './http/orders.js';
import { pageRoutes } from './http/page.js';
import { positionGroupRoutes } from './http/position-groups.js';
import { quoteRoutes } from './http/quotes.js';
import { RateLimit } from './http/rate-limit.js';
import { callOf, type Route } from './http/router.js';
import { delayed, SANDBOX_ACCOUNT, sandboxRoutes } from './http/sandbox.js';
import { searchRoutes } from './http/search.js';
import { SIMULATED } from './http/answer.js';
import { restServer } from './http/server.js';
import { timesalesRoutes } from './http/timesales.js';
import { userRoutes } from './http/user.js';
import { watchlistRoutes } from './http/watchlists.js';
import { Journal } from './journal.js';
import type { Log } from './log.js';
import { GeneratedMarket } from './market/generated-market.js';
import { ReplayedMarket } from './market/replayed-market.js';
import { SplitMarket } from './market/split-market.js';
import { recoverLive, recoverPaced } from './recovery.js';
import type { Settings } from './settings.js';
import { Simulation, type MarketSight } from './simulation.js';
import { AccountConnections } from './stream/account-connections.js';
import { MarketConnections } from './stream/market-connections.js';
import { MarketStream } from './stream/market-stream.js';
import { Sessions } from './stream/sessions.js';
import type { Driver } from './time/driver.js';
import { LiveDriver } from './time/live-driver.js';
import { PacedDriver } from './time/paced-driver.js';

const STREAM_PATH = '/v1/markets/events';
const ACCOUNT_STREAM_PATH = '/v1/accounts/events';
const SECOND = 1000;

export interface RunningSimulator {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens until it is closed. Throws a RuleError on settings that can not work. */
export async function startSimulator(settings: Settings, log: Log = () => {}): Promise<RunningSimulator> {
  const journal = new Journal(settings.state);
  const market = openMarket(settings, journal);
  const simulation = new Simulation(market, journal, market.kind === 'replay' ? stepAt(market.from, SECOND) - SECOND : market.from, settings.account);
  simulation.rejects = settings.rejects;
  simulation.priceLag = settings.priceLag;
  const stream = new MarketStream({ day: (symbol) => market.day(symbol, simulation.now) });
  const plan = new FaultPlan(settings.faults, Date.now);
  market.onSplit = (symbol, at) => stream.restate(symbol, market.day(symbol, at));
  const driver = settings.paced ? pacedDriver(simulation, stream, journal, settings) : liveDriver(simulation, stream, journal, settings);
  const [marketSessions, accountSessions] = [new Sessions(), new Sessions()];
  for (const sessions of [marketSessions, accountSessions]) sessions.refuseSecond = settings.secondSession === 'refused';
  const faults = new StreamFaults(plan, (of) => (of === 'market' ? marketSessions : accountSessions).clear());
  const limit = new RateLimit(settings.rateLimits);
  const arm = faultArming(plan, faults, simulation, market, settings);
  const markets = new MarketConnections({
    stream,
    // the sandbox has no market stream: no session is one of it
    sessions: settings.sandbox ? new Sessions() : marketSessions,
    lists: (symbol) => market.listing(symbol) !== undefined,
    acknowledge: (time) => driver.acknowledge(time),
    faults,
    log,
  });
  const accounts = new AccountConnections(accountSessions, faults, settings.sandbox ? SANDBOX_ACCOUNT : ACCOUNT);
  simulation.onOrder = (order) => {
    accounts.tell(order);
    log('order', orderNews(order));
  };
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  sockets.on('headers', (headers) => headers.push('X-Simulated-Market: true'));
  const sight = settings.sandbox ? delayed(simulation) : simulation;
  const routes = [...routesOf({ simulation, driver, limit, faults: plan }, sight), ...watchlistRoutes(journal), ...positionGroupRoutes(journal)];
  const server = restServer({
    token: settings.token,
    limit,
    faults: plan,
    routes: [...(settings.sandbox ? sandboxRoutes(routes) : routes), ...eventRoutes(marketSessions, accountSessions), ...faultRoutes(plan, arm)],
    stream: (request, response) => streamed(request, response, markets),
  });
  server.on('upgrade', (request, socket, head) => {
    const accept = acceptor(request, markets, accounts);
    if (!accept) return refuseUpgrade(socket);
    sockets.handleUpgrade(request, socket, head, accept);
  });
  server.listen(settings.port, settings.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  log('started', { market: market.kind, fingerprint: market.fingerprint, marketTime: new Date(simulation.now).toISOString(), state: driver.state, paced: driver.paced });
  return {
    url: `http://${settings.host}:${port}`,
    close: async () => {
      driver.close();
      accounts.close();
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      journal.close();
    },
  };
}

function openMarket(settings: Settings, journal: Journal): SplitMarket {
  const calendar = settings.session === '24h' ? alwaysOpenCalendar() : nyseCalendar();
  if (settings.replay !== undefined) {
    const market = new ReplayedMarket(readTape(settings.replay, calendar));
    journal.open(`replay ${market.fingerprint} ${settings.session}${rulesInWords(settings.account)}`, market.from);
    return new SplitMarket(market);
  }
  const from = journal.open(`generated ${settings.seed} ${settings.session}${rulesInWords(settings.account)}`, Date.now());
  return new SplitMarket(new GeneratedMarket(settings.seed, calendar, from, settings.session));
}

function pacedDriver(simulation: Simulation, stream: MarketStream, journal: Journal, settings: Settings): Driver {
  const { acknowledged, unheard, begun } = recoverPaced(simulation, journal);
  const driver = new PacedDriver(simulation, stream, journal, settings.speed, acknowledged, unheard);
  if (begun || !settings.hold) driver.start();
  return driver;
}

function liveDriver(simulation: Simulation, stream: MarketStream, journal: Journal, settings: Settings): Driver {
  recoverLive(simulation, journal, Date.now());
  const driver = new LiveDriver(simulation, stream, journal, settings.speed);
  if (!settings.hold) driver.start();
  return driver;
}

function routesOf(running: Running, sight: MarketSight): Route[] {
  const { simulation, driver, faults } = running;
  return [
    ...pageRoutes(),
    ...controlRoutes(running),
    ...userRoutes(simulation),
    ...accountRoutes(simulation),
    ...orderRoutes(simulation, driver),
    ...quoteRoutes(sight),
    ...timesalesRoutes(sight),
    ...historyRoutes(sight),
    ...calendarRoutes(simulation, () => faults.standing('clock-skew')?.parameters.ms ?? 0),
    ...searchRoutes(simulation),
    ...optionRoutes(sight),
    ...fundamentalRoutes(simulation),
  ];
}

function orderNews(order: BrokerOrder): Record<string, unknown> {
  const { id, status, parentId, reason } = order;
  const what = 'quantity' in order ? { symbol: securityOf(order), side: order.side, quantity: order.quantity } : { class: order.class };
  return { id, status, ...what, ...(parentId === undefined ? {} : { parent: parentId }), ...(reason === undefined ? {} : { reason }) };
}

/** The market stream as an answer without an end; its session id is what opens it. */
function streamed(request: IncomingMessage, response: ServerResponse, markets: MarketConnections): boolean {
  if (request.url?.split('?')[0] !== STREAM_PATH) return false;
  void callOf(request).then(
    ({ form }) => markets.acceptRequest(response, form),
    () => response.writeHead(400, SIMULATED).end(),
  );
  return true;
}

function acceptor(request: IncomingMessage, markets: MarketConnections, accounts: AccountConnections): ((socket: WebSocket) => void) | undefined {
  const path = request.url?.split('?')[0];
  if (path === STREAM_PATH) return (socket) => markets.acceptSocket(socket);
  return path === ACCOUNT_STREAM_PATH ? (socket) => accounts.acceptSocket(socket) : undefined;
}

function refuseUpgrade(socket: Duplex): void {
  socket.end('HTTP/1.1 404 Not Found\r\nX-Simulated-Market: true\r\nConnection: close\r\n\r\n');
}
