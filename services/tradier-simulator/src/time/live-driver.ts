import type { Journal } from '../journal.js';
import type { Simulation } from '../simulation.js';
import type { MarketStream } from '../stream/market-stream.js';
import { Anchor, type Driver, type DriverState } from './driver.js';

const BEAT_MS = 100;
const SECOND = 1000;

/** A market that waits for nobody: its time passes with the wall's. The clock is told every second. */
export class LiveDriver implements Driver {
  readonly paced = false;
  state: DriverState = 'held';
  private anchor: Anchor;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly simulation: Simulation,
    private readonly stream: MarketStream,
    private readonly journal: Journal,
    speed: number,
    private readonly wallClock: () => number = Date.now,
  ) {
    this.anchor = new Anchor(wallClock(), simulation.now, speed);
  }

  get speed(): number {
    return this.anchor.speed;
  }

  start(): void {
    if (this.state === 'running') return;
    this.state = 'running';
    this.setAnchor(this.speed);
    this.timer = setInterval(() => this.beat(), BEAT_MS);
  }

  pause(): void {
    if (this.state !== 'running') return;
    this.beat();
    this.close();
    this.state = 'held';
  }

  setSpeed(speed: number): void {
    this.beat();
    this.setAnchor(speed);
  }

  acknowledge(): void {}

  arrivalTime(): number {
    this.beat();
    return this.simulation.now;
  }

  close(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Second by second up to this moment, however fast time passes. */
  private beat(): void {
    if (this.state !== 'running') return;
    const now = Math.floor(this.anchor.at(this.wallClock()));
    this.simulation.watched = this.stream.symbols;
    for (let second = Math.floor(this.simulation.now / SECOND) * SECOND + SECOND; second <= now; second += SECOND) {
      const events = this.simulation.advance(second);
      this.simulation.settle();
      this.stream.deliver(events, { kind: 'clock', time: second, paced: false });
    }
    if (now > this.simulation.now) this.stream.deliver(this.simulation.advance(now));
  }

  private setAnchor(speed: number): void {
    const wall = this.wallClock();
    const market = this.simulation.now;
    this.anchor = new Anchor(wall, market, speed);
    this.journal.append({ kind: 'speed', wall, market, speed });
  }
}
