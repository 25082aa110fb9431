/** What has been put off to an instant of market time. Due things come by their time, equal ones in the order in which they were put in. */
export class Agenda {
  private readonly waiting: { readonly due: number; readonly act: () => void }[] = [];

  /** ms; Infinity where nothing waits */
  get next(): number {
    return this.waiting[0]?.due ?? Number.POSITIVE_INFINITY;
  }

  at(due: number, act: () => void): void {
    if (due === Number.POSITIVE_INFINITY) return;
    const later = this.waiting.findIndex((each) => each.due > due);
    this.waiting.splice(later < 0 ? this.waiting.length : later, 0, { due, act });
  }

  /** Does the first thing that is due. */
  doNext(): void {
    this.waiting.shift()?.act();
  }
}
