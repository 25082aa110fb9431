import type { Quote, Trade } from '@sofi/domain';

/** One order of time from many; of the same instant, earlier sources first. Each source must be in order itself. */
export function* merge(sources: readonly Iterable<Trade | Quote>[]): Iterable<Trade | Quote> {
  const heads = sources.map((source) => new Head(source[Symbol.iterator]())).filter((head) => head.event !== undefined);
  while (heads.length > 0) {
    const first = earliest(heads);
    if (first.event) yield first.event;
    first.advance();
    if (first.event === undefined) heads.splice(heads.indexOf(first), 1);
  }
}

class Head {
  event: Trade | Quote | undefined;

  constructor(private readonly source: Iterator<Trade | Quote>) {
    this.advance();
  }

  get time(): number {
    return this.event?.exchangeTime ?? Number.POSITIVE_INFINITY;
  }

  advance(): void {
    const next = this.source.next();
    this.event = next.done ? undefined : next.value;
  }
}

/** A handful of sources: looking at each is faster than keeping a heap. */
function earliest(heads: readonly Head[]): Head {
  return heads.reduce((best, head) => (head.time < best.time ? head : best));
}
