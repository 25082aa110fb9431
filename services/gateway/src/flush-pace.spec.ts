import { expect } from 'chai';
import { FlushPace, type PaceClock } from './flush-pace.js';

/** Time that goes on only where it is told to. */
class HeldClock implements PaceClock {
  time = 1_000;
  readonly pauses: (number | undefined)[] = [];
  private work: (() => void) | undefined;

  now = () => this.time;

  run(work: () => void, pauseMs?: number): void {
    this.work = work;
    this.pauses.push(pauseMs);
  }

  /** What was asked for happens, after its pause. */
  turn(): void {
    this.time += this.pauses.at(-1) ?? 0;
    this.work!();
  }
}

describe('FlushPace', () => {
  it('flushes once for all that was asked in one turn, in that turn', async () => {
    let flushes = 0;
    const pace = new FlushPace(() => (flushes += 1));
    for (let i = 0; i < 100; i += 1) pace.request();
    expect(flushes).to.equal(0);
    await new Promise((resolve) => setImmediate(resolve));
    expect(flushes).to.equal(1);
  });

  const cases: { name: string; held: number; idle: number; pause: number | undefined }[] = [
    { name: 'at once after a short flush', held: 0.9, idle: 0, pause: undefined },
    { name: 'as long after a flush as that has held the loop', held: 5, idle: 0, pause: 5 },
    { name: 'less what has passed of it by then', held: 5, idle: 2, pause: 3 },
    { name: 'at once where it has passed', held: 5, idle: 5, pause: undefined },
    { name: 'never longer than 8 ms', held: 100, idle: 0, pause: 8 },
  ];
  for (const { name, held, idle, pause } of cases) {
    it(`flushes again ${name}`, () => {
      const clock = new HeldClock();
      const pace = new FlushPace(() => (clock.time += held), clock);
      pace.request();
      clock.turn();
      clock.time += idle;
      pace.request();
      expect(clock.pauses).to.deep.equal([undefined, pause]);
    });
  }

  it('is at once again after a flush that was short', () => {
    const clock = new HeldClock();
    const flushes = [5, 0, 0];
    const pace = new FlushPace(() => (clock.time += flushes.shift()!), clock);
    for (let i = 0; i < 3; i += 1) {
      pace.request();
      clock.turn();
    }
    expect(clock.pauses).to.deep.equal([undefined, 5, undefined]);
  });
});
