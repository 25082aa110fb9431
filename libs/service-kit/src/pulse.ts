import { encode, heartbeatMessage, subjects } from '@sofi/contracts';
import type { Bus } from '@sofi/nats';

export const VERSION = '0.1.0';
const BEAT_MS = 1_000;

/** The service's heartbeat: once a second, and at once when the market's clock has been worked off. */
export class Pulse {
  private marketTime = 0;
  private trouble = '';
  private readonly startedAt = Date.now();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    readonly service: string,
    private readonly bus: Pick<Bus, 'publish'>,
  ) {}

  begin(): void {
    this.beat();
    this.timer = setInterval(() => this.beat(), BEAT_MS);
  }

  end(): void {
    clearInterval(this.timer);
  }

  /** All work of the market's clock up to here is done. */
  readonly reached = (marketTime: number): void => {
    if (marketTime <= this.marketTime) return;
    this.marketTime = marketTime;
    this.beat();
  };

  /** Something is not as it should be, in words; empty when all is well again. */
  degraded(detail: string): void {
    this.trouble = detail;
  }

  get isDegraded(): boolean {
    return this.trouble !== '';
  }

  get marketTimeReached(): number {
    return this.marketTime;
  }

  private beat(): void {
    const now = Date.now();
    const heartbeat = {
      service: this.service,
      version: VERSION,
      status: this.trouble === '' ? ('ok' as const) : ('degraded' as const),
      detail: this.trouble,
      uptimeSeconds: Math.round((now - this.startedAt) / 1000),
      marketTime: this.marketTime,
      time: now,
    };
    this.bus.publish(subjects.heartbeat(this.service), encode(heartbeatMessage, heartbeat));
  }
}
