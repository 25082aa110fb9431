import { setTimeout as pause } from 'node:timers/promises';

/** A way from where ticks enter to where they come out, both in this process. */
export interface TickPath {
  send(number: number): void;
  /** calls back with the number of each tick that comes out */
  hear(listener: (number: number) => void): void;
}

export interface TickPlan {
  readonly perSecond: number;
  readonly warmUpSeconds: number;
  readonly measuredSeconds: number;
  /** numbers are never used twice */
  readonly first: number;
}

export interface TickRun {
  /** ms of each measured tick that came out */
  readonly latencies: readonly number[];
  readonly sent: number;
  readonly lost: number;
}

/** Ticks still under way after this long are lost. */
const LOST_AFTER_MS = 5_000;

/** Sends at an even rate in a loop of one millisecond, and clocks each tick from its own send to its receipt. */
export async function runTicks(path: TickPath, { perSecond, warmUpSeconds, measuredSeconds, first }: TickPlan): Promise<TickRun> {
  const count = perSecond * (warmUpSeconds + measuredSeconds);
  const sentAt = new Float64Array(count);
  const took = new Float64Array(count).fill(Number.NaN);
  let out = 0;
  path.hear((number) => {
    const at = number - first;
    if (at < 0 || at >= count || !Number.isNaN(took[at])) return;
    took[at] = performance.now() - (sentAt[at] ?? 0);
    out += 1;
  });
  await evenly(count, perSecond, (at) => {
    sentAt[at] = performance.now();
    path.send(first + at);
  });
  for (const end = performance.now() + LOST_AFTER_MS; out < count && performance.now() < end;) await pause(20);
  return { latencies: [...took.subarray(perSecond * warmUpSeconds)].filter((ms) => !Number.isNaN(ms)), sent: count, lost: count - out };
}

function evenly(count: number, perSecond: number, send: (at: number) => void): Promise<void> {
  return new Promise((resolve) => {
    const began = performance.now();
    let next = 0;
    const timer = setInterval(() => {
      const due = Math.min(count, Math.floor(((performance.now() - began) * perSecond) / 1_000));
      for (; next < due; next += 1) send(next);
      if (next < count) return;
      clearInterval(timer);
      resolve();
    }, 1);
  });
}
