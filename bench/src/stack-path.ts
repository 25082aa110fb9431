import { connect, type JetStreamManager, type NatsConnection } from 'nats';
import { PASSWORD, RunningStack } from '@sofi/e2e/running-stack';
import { Browser } from './browser.js';
import type { TickPath } from './tick-run.js';
import { numberIn, tick, wireOf } from './ticks.js';
import { TradierStandIn } from './tradier-stand-in.js';

const CLOCK_MS = 1_000;

/** The whole product between a broker's stream and a browser's socket, both of which are in this process. */
export class StackPath implements TickPath {
  private constructor(
    private readonly broker: TradierStandIn,
    private readonly stack: RunningStack,
    private readonly browser: Browser,
    private readonly nats: NatsConnection,
    private readonly manager: JetStreamManager,
    private readonly clock: NodeJS.Timeout,
  ) {}

  static async open(): Promise<StackPath> {
    const broker = await TradierStandIn.start();
    const stack = await RunningStack.start([], undefined, { TRADIER_ACCESS_TOKEN: 'bench', TRADIER_BASE_URL: broker.url, TRADIER_SANDBOX: 'true' });
    await broker.subscribed;
    const browser = await Browser.open(stack.url, PASSWORD);
    const nats = await connect({ servers: stack.state().urls['nats'] ?? '' });
    const clock = setInterval(() => broker.clock(), CLOCK_MS);
    return new StackPath(broker, stack, browser, nats, await nats.jetstreamManager(), clock);
  }

  get natsUrl(): string {
    return this.nats.getServer();
  }

  get natsVersion(): string {
    return this.nats.info?.version ?? 'unknown';
  }

  send(number: number): void {
    this.broker.send(wireOf(tick(number, Date.now())));
  }

  hear(listener: (number: number) => void): void {
    this.browser.hear((frame) => {
      const number = numberIn(frame);
      if (number !== undefined) listener(number);
    });
  }

  /** Trades that the stream TRADES holds. */
  async stored(): Promise<number> {
    const { state } = await this.manager.streams.info('TRADES', { subjects_filter: 'md.trade.*' });
    return Object.values(state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
  }

  async close(): Promise<void> {
    clearInterval(this.clock);
    this.browser.close();
    await this.nats.close();
    await this.stack.dispose();
    this.broker.close();
  }
}
