import { RuleError, type Bar } from '@sofi/domain';
import { barOfRow, type Surroundings } from './bar-of-row.js';
import type { Layout } from './layout.js';

/** Rows of bars, oldest first. */
export class BarTable {
  private readonly known = new Map<number, Bar>();
  private newest = -Infinity;

  constructor(
    private readonly layout: Layout,
    private readonly around: Surroundings,
  ) {}

  /** The bar of a row; undefined where it is one of before once more. Throws a RuleError. */
  take(cells: readonly string[]): readonly Bar[] | undefined {
    const bar = barOfRow(cells, this.layout, this.around);
    const before = this.known.get(bar.start);
    if (before && isSame(before, bar)) return undefined;
    const when = new Date(bar.start).toISOString();
    if (before) throw new RuleError('time', when, 'was told before, with other prices or volume');
    if (bar.start < this.newest) throw new RuleError('time', when, 'must be later than the row before: oldest first');
    this.newest = bar.start;
    this.known.set(bar.start, bar);
    return [bar];
  }

  end(): readonly Bar[] {
    return [];
  }
}

function isSame(one: Bar, other: Bar): boolean {
  return (['open', 'high', 'low', 'close', 'volume', 'vwap'] as const).every((field) => one[field] === other[field]);
}
