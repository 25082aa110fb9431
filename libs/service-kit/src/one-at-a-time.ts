/**
 * Runs asynchronous steps one after the other, in the order they were handed in: the single writer of a service.
 * A step that throws rejects its own promise only; the next one runs all the same.
 */
export class OneAtATime {
  private last: Promise<unknown> = Promise.resolve();

  run<T>(step: () => Promise<T> | T): Promise<T> {
    const result = this.last.then(step);
    this.last = result.catch(() => undefined);
    return result;
  }
}
