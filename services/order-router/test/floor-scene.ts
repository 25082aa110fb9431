import { EventEmitter, once } from 'node:events';
import { clockMessage, commands, decode, encode, encodeTrade, orderEventMessage, orderRequestMessage, subjects, symbolFeedMessage } from '@sofi/contracts';
import {
  DEFAULT_RISK,
  equitySymbol,
  nyseCalendar,
  price,
  type OrderEvent,
  type OrderId,
  type OrderRequest,
  type RiskSettings,
  type SymbolFeedState,
  type Trade,
} from '@sofi/domain';
import type { Bus } from '@sofi/nats';
import { startTestNats, type TestNats } from '@sofi/nats/testing';
import { startTestPostgres, type TestPostgres } from '@sofi/postgres/testing';
import { Floor } from '../src/floor.js';
import { Life, type Death } from './life.js';
import { SmallBroker } from './small-broker.js';

/** Monday 7 October 2013, 09:40 in New York */
export const NOW = Date.parse('2013-10-07T09:40:00-04:00');
export const SPY = equitySymbol('SPY');
export const ENTRY = '7-SPY-1-enter';

/** A floor on a real NATS and a real Postgres, with a market and strategies that the spec plays. */
export class FloorScene {
  readonly broker = new SmallBroker();
  /** `approved`, `filled`, … and `settled 1` for the tick one second after NOW: as the stream has it */
  readonly log: string[] = [];
  readonly events: OrderEvent[] = [];
  readonly fatals: unknown[] = [];
  readonly warnings: string[] = [];
  private readonly heard = new EventEmitter().setMaxListeners(0);
  private readonly lives: { floor: Floor; life: Life }[] = [];
  private volume = 0;

  private constructor(
    private readonly nats: TestNats,
    readonly postgres: TestPostgres,
    readonly bus: Bus,
  ) {
    bus.follow('ORDERS', { after: 0 }, ({ subject, data }) => this.hear(subject, data)).done.catch((error: unknown) => this.fatals.push(error));
  }

  static async start(): Promise<FloorScene> {
    const [nats, postgres] = await Promise.all([startTestNats(), startTestPostgres()]);
    const scene = new FloorScene(nats, postgres, await nats.connect());
    await scene.feed('live');
    return scene;
  }

  /** A process begins; it dies where it is told to. */
  async open(death?: Death): Promise<{ floor: Floor; life: Life }> {
    const life = new Life(death);
    const nyse = nyseCalendar();
    const floor = await Floor.open({
      broker: life.mortal('broker', this.broker),
      bus: life.mortal('bus', await this.nats.connect()),
      database: life.mortal('database', this.postgres.db),
      calendar: {
        covers: () => true,
        cover: async () => undefined,
        at: (time) => nyse.at(time),
        latest: (time) => nyse.latest(time),
        next: (time) => nyse.next(time),
        on: (date) => nyse.on(date),
      },
      log: { warn: (text: string) => this.warnings.push(text), error: (text: string) => this.warnings.push(text) },
      fatal: (error) => {
        if (!life.dead) this.fatals.push(error);
        this.heard.emit('news');
      },
      proof: { everyMs: 1, reads: 3 },
    });
    floor.begin();
    this.lives.push({ floor, life });
    return { floor, life };
  }

  async stop(): Promise<void> {
    this.broker.available = true;
    this.broker.release();
    await Promise.all(this.lives.map(({ floor }) => floor.close()));
    await this.nats.stop();
    await this.postgres.stop();
  }

  async trade(at: number, after: number, changes: Partial<Trade> = {}): Promise<void> {
    this.volume += 100;
    const time = NOW + after;
    const trade: Trade = {
      kind: 'trade',
      symbol: SPY,
      price: price(at),
      size: 100,
      cumulativeVolume: this.volume,
      exchange: 'Q',
      session: 'regular',
      exchangeTime: time,
      receivedTime: time,
    };
    await this.bus.record(subjects.trade(SPY), encodeTrade({ ...trade, ...changes }));
  }

  /** How far the prices of SPY can be trusted. */
  async feed(state: SymbolFeedState, reason = 'events come in'): Promise<void> {
    await this.bus.record(subjects.symbolFeed(SPY), encode(symbolFeedMessage, { symbol: SPY, state, lastEventTime: NOW, since: NOW, reason }));
  }

  async request(request: OrderRequest): Promise<void> {
    await this.bus.record(subjects.orderRequest, encode(orderRequestMessage, request));
  }

  /** The market's clock, then the strategies'. */
  async clock(seconds: number, paced = true): Promise<void> {
    const tick = encode(clockMessage, { kind: 'clock', time: NOW + seconds * 1_000, paced });
    await this.bus.record(subjects.marketClock, tick);
    await this.bus.record(subjects.orderClock, tick);
  }

  /** Answers for market-data: it knows every symbol but NONE, each at 100. */
  get quotes(): Pick<Bus, 'ask'> {
    const { bus } = this;
    bus.answer(subjects.command('market-data', 'snapshots'), async (data) => {
      const { symbols } = decode(commands['market-data.snapshots'].request, data);
      const [symbol] = symbols;
      if (symbol === undefined || symbol === 'NONE') return JSON.stringify({ ok: true, value: { known: [], unknown: symbols } });
      const nothing = { description: '', bid: null, bidSize: 0, ask: null, askSize: 0, open: null, high: null, low: null, previousClose: null, volume: 0, time: NOW };
      return JSON.stringify({ ok: true, value: { known: [{ symbol, last: 100, ...nothing }], unknown: [] } });
    });
    return bus;
  }

  /** Both clocks, and the floor's answer. */
  async tick(seconds: number, paced = true): Promise<void> {
    await this.clock(seconds, paced);
    await this.until(`settled ${seconds}`);
  }

  /** Until the stream has it, so many times. */
  async until(entry: string, times = 1): Promise<void> {
    await this.untilTrue(() => this.log.filter((one) => one === entry).length >= times);
  }

  async untilTrue(isSo: () => boolean): Promise<void> {
    while (!isSo()) await once(this.heard, 'news');
  }

  private hear(subject: string, data: Uint8Array): void {
    if (subject === subjects.settledClock) this.log.push(`settled ${(decode(clockMessage, data).time - NOW) / 1_000}`);
    else if (subject.startsWith('order.event.')) {
      const event = decode(orderEventMessage, data);
      this.events.push(event);
      this.log.push(event.type);
    }
    this.heard.emit('news');
  }
}

export function entry(changes: { id?: string; risk?: Partial<RiskSettings>; time?: number; account?: string } = {}): OrderRequest {
  const { id = ENTRY, risk = {}, time = NOW, account = 'SIM' } = changes;
  return { kind: 'entry', id: id as OrderId, account, symbol: SPY, time, strategyId: '7', referencePrice: price(100), risk: { ...DEFAULT_RISK, ...risk }, reason: 'RSI 28 < 30' };
}
