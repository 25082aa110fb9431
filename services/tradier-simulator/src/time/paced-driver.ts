import type { Quote, Trade } from '@sofi/domain';
import { closeOfMinute, minuteStepAfter, minuteStepAt, stepAt } from '@sofi/tape';
import type { Journal } from '../journal.js';
import type { Simulation } from '../simulation.js';
import type { MarketStream } from '../stream/market-stream.js';
import { Anchor, type Driver, type DriverState } from './driver.js';

const BEAT_MS = 40;
const SECOND = 1000;
/** no wait is longer than this much market time: nights are not sat through */
const LONGEST_WAIT = 61_000;

/**
 * A market that waits for its listener: it goes to the next boundary, says the clock there and stands still until that is acknowledged,
 * or while nobody listens. A listener that does not ask for the clock can not acknowledge, and is not waited for.
 */
export class PacedDriver implements Driver {
  readonly paced = true;
  state: DriverState = 'held';
  /** where the step in progress ends; undefined while the market stands at a boundary */
  private boundary: number | undefined;
  private anchor: Anchor | undefined;
  private timer: NodeJS.Timeout | undefined;

  /** `acknowledged` and `unheard`: how far the listener had followed before a restart, and what it has missed since */
  constructor(
    private readonly simulation: Simulation,
    private readonly stream: MarketStream,
    private readonly journal: Journal,
    public speed: number,
    private acknowledged: number,
    private unheard: (Trade | Quote)[] = [],
  ) {
    stream.onJoin = () => this.joined();
    stream.onLeave = () => this.stopTimer();
  }

  start(): void {
    if (this.state === 'held') this.state = 'running';
    this.goOn();
  }

  pause(): void {
    if (this.state === 'running') this.state = 'held';
    this.stopTimer();
  }

  setSpeed(speed: number): void {
    this.speed = speed;
    this.stopTimer();
    this.goOn();
  }

  acknowledge(time: number): void {
    if (time < this.simulation.now || this.boundary !== undefined || time <= this.acknowledged) return;
    this.noteAcknowledged();
    this.goOn();
  }

  /** Commands that come during a step take effect at its end: until then the listener has not said what it makes of it. */
  arrivalTime(): number {
    return this.boundary ?? this.simulation.now;
  }

  close(): void {
    this.stopTimer();
  }

  /** Everything after the last acknowledged instant is said again: the connection before may not have heard it. */
  private joined(): void {
    const standing = this.boundary === undefined && this.simulation.now > this.acknowledged;
    this.stream.deliver(this.unheard, standing ? { kind: 'clock', time: this.simulation.now, paced: true } : undefined);
    this.goOn();
  }

  /** One step, or a part of it, if nothing stands in the way. */
  private goOn(): void {
    if (this.state !== 'running' || this.timer) return;
    if (this.boundary === undefined && this.simulation.now > this.acknowledged) {
      if (this.stream.follows() || !this.stream.listening()) return;
      this.noteAcknowledged();
    }
    const boundary = this.boundary ?? this.nextBoundary();
    if (boundary === undefined) this.state = 'finished';
    else if (this.stream.listening()) this.stepTowards(boundary);
  }

  private stepTowards(boundary: number): void {
    this.boundary = boundary;
    this.simulation.watched = this.stream.symbols;
    const reached = Math.min(boundary, this.timeByWall(boundary));
    const events = this.simulation.advance(reached);
    this.unheard.push(...events);
    if (reached < boundary) return this.partOfStep(events);
    this.endOfStep(events);
  }

  private partOfStep(events: readonly (Trade | Quote)[]): void {
    this.stream.deliver(events);
    this.again(BEAT_MS);
  }

  private endOfStep(events: readonly (Trade | Quote)[]): void {
    this.boundary = undefined;
    this.simulation.settle();
    this.stream.deliver(events, { kind: 'clock', time: this.simulation.now, paced: true });
    if (!this.stream.follows()) this.again(0);
  }

  private again(delay: number): void {
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.goOn();
    }, delay);
  }

  private noteAcknowledged(): void {
    this.acknowledged = this.simulation.now;
    this.unheard = [];
    this.journal.append({ kind: 'acknowledged', time: this.acknowledged });
  }

  private timeByWall(boundary: number): number {
    if (this.speed === Number.POSITIVE_INFINITY) return boundary;
    const wall = Date.now();
    const behind = this.anchor === undefined || this.anchor.at(wall) > boundary + SECOND * Math.max(1, this.speed);
    if (behind || boundary - this.simulation.now > LONGEST_WAIT) this.anchor = new Anchor(wall, Math.max(this.simulation.now, boundary - LONGEST_WAIT), this.speed);
    return Math.floor(this.anchor?.at(wall) ?? boundary);
  }

  /** Seconds in which something happens while the account has something at stake, and two seconds after each minute. */
  private nextBoundary(): number | undefined {
    const { now, newestEvent, market, brokerage } = this.simulation;
    const next = market.nextEventTime();
    const minute = newestEvent === undefined ? Number.POSITIVE_INFINITY : minuteStepAfter(now, newestEvent, market.calendar);
    if (next === undefined) return newestEvent !== undefined && minute <= closeOfMinute(newestEvent) ? minute : undefined;
    return Math.min(minute, brokerage.engaged() ? stepAt(next, SECOND) : minuteStepAt(next));
  }

  private stopTimer(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.anchor = undefined;
  }
}
