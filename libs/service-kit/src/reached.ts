/** The market's clock as one reader has seen it; others wait here until it has come to a time. */
export class ReachedTime {
  private waiting: { time: number; resolve: () => void }[] = [];

  constructor(private reached = 0) {}

  get time(): number {
    return this.reached;
  }

  advance(time: number): void {
    if (time <= this.reached) return;
    this.reached = time;
    const due = this.waiting.filter((one) => one.time <= time);
    this.waiting = this.waiting.filter((one) => one.time > time);
    for (const one of due) one.resolve();
  }

  /** Resolves at once where the time has been reached already. */
  until(time: number): Promise<void> {
    if (time <= this.reached) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ time, resolve }));
  }
}
