import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { SYMBOLS } from './ticks.js';

const ACCOUNT = 'BENCH00001';

/** The least of Tradier that the services need, in this very process, so that a tick's way in and its way out have one clock. */
export class TradierStandIn {
  private listener: WebSocket | undefined;

  /** resolves when somebody listens to the market stream */
  readonly subscribed: Promise<void>;

  private constructor(
    private readonly server: Server,
    private readonly sockets: WebSocketServer,
    readonly url: string,
  ) {
    this.subscribed = new Promise((resolve) => {
      sockets.on('connection', (socket) => {
        socket.on('message', (data: Buffer) => {
          if (!data.includes('"symbols"')) return;
          this.listener = socket;
          resolve();
        });
      });
    });
  }

  /** @param volumeOf what the day's volume of a symbol is by now */
  static async start(symbols: readonly string[] = SYMBOLS, volumeOf: (symbol: string) => number = () => 0): Promise<TradierStandIn> {
    const server = createServer((request, response) => {
      const content = answerTo(new URL(request.url ?? '/', 'http://127.0.0.1'), addressOf(server), symbols, volumeOf);
      response.writeHead(content === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(content ?? { error: 'not here' }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const sockets = new WebSocketServer({ server, perMessageDeflate: false });
    return new TradierStandIn(server, sockets, `${addressOf(server)}/v1`);
  }

  /** One frame of the market stream. */
  send(text: string): void {
    this.listener?.send(text);
  }

  clock(time = Date.now()): void {
    this.send(`{"type":"clock","date":"${time}","paced":false}\n`);
  }

  /** bytes that the listener has not taken yet */
  get backlog(): number {
    return this.listener?.bufferedAmount ?? 0;
  }

  close(): void {
    for (const socket of this.sockets.clients) socket.terminate();
    this.sockets.close();
    this.server.close();
    this.server.closeAllConnections();
  }
}

function addressOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answerTo(url: URL, address: string, symbols: readonly string[], volumeOf: (symbol: string) => number): unknown {
  switch (url.pathname) {
    case '/v1/simulator':
      return { market: 'replay', symbols };
    case '/v1/user/profile':
      return { profile: { name: 'bench', account: { account_number: ACCOUNT, status: 'active' } } };
    case '/v1/markets/events/session':
      return { stream: { url: `${address}/v1/markets/events`, sessionid: 'bench' } };
    case '/v1/markets/clock':
      return { clock: { timestamp: Math.floor(Date.now() / 1_000) } };
    case '/v1/markets/calendar':
      return { calendar: { days: { day: daysOf(Number(url.searchParams.get('year')), Number(url.searchParams.get('month'))) } } };
    case '/v1/markets/quotes':
      return { quotes: { quote: symbols.map((symbol) => ({ symbol, last: 100, bid: 99.99, ask: 100.01, volume: volumeOf(symbol) })) } };
    case '/v1/markets/timesales':
      return { series: null };
    case '/v1/markets/history':
      return { history: null };
    case `/v1/accounts/${ACCOUNT}/balances`:
      return {
        balances: { account_number: ACCOUNT, account_type: 'margin', total_cash: 100_000, total_equity: 100_000, market_value: 0, margin: { stock_buying_power: 200_000 } },
      };
    case `/v1/accounts/${ACCOUNT}/positions`:
      return { positions: null };
    case `/v1/accounts/${ACCOUNT}/orders`:
      return { orders: null };
    default:
      return undefined;
  }
}

/** Open around the clock, whenever the measurement runs. */
function daysOf(year: number, month: number): unknown[] {
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return Array.from({ length: days }, (_, at) => ({
    date: `${year}-${String(month).padStart(2, '0')}-${String(at + 1).padStart(2, '0')}`,
    status: 'open',
    open: { start: '00:00', end: '24:00' },
  }));
}
