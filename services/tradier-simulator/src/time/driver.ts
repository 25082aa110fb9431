export type DriverState = 'held' | 'running' | 'finished';

/** What makes the market's time pass. */
export interface Driver {
  readonly paced: boolean;
  /** market ms for each ms; Infinity is as fast as the listener can follow */
  readonly speed: number;
  readonly state: DriverState;
  start(): void;
  pause(): void;
  setSpeed(speed: number): void;
  /** a listener has done everything up to `time` */
  acknowledge(time: number): void;
  /** brings the market to this moment, and says at which market time a command that arrives now takes effect */
  arrivalTime(): number;
  close(): void;
}

/** Market time that runs with the wall's, times a speed. */
export class Anchor {
  constructor(
    private readonly wall: number,
    private readonly market: number,
    readonly speed: number,
  ) {}

  at(wall: number): number {
    return this.market + (wall - this.wall) * this.speed;
  }
}
