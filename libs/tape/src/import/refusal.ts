import type { RuleError } from '@sofi/domain';

/** A row that was not taken, and why. */
export interface Refusal {
  /** as an editor counts lines: 1 is the header */
  readonly row: number;
  readonly field: string;
  readonly value: string;
  readonly rule: string;
}

export interface RefusedFor {
  readonly field: string;
  readonly rule: string;
  readonly count: number;
  readonly examples: readonly Refusal[];
}

const EXAMPLES = 5;

export function refusalOf(row: number, { field, value, rule }: RuleError): Refusal {
  return { row, field, value: String(value), rule };
}

/** Refusals by reason: all are counted, the first five of each kept. */
export class Refusals {
  private readonly reasons = new Map<string, { count: number; readonly examples: Refusal[] }>();
  count = 0;

  add(refusal: Refusal): void {
    const key = `${refusal.field}\n${refusal.rule}`;
    const known = this.reasons.get(key) ?? { count: 0, examples: [] };
    this.reasons.set(key, known);
    known.count += 1;
    this.count += 1;
    if (known.examples.length < EXAMPLES) known.examples.push(refusal);
  }

  /** The most frequent first. */
  byReason(): RefusedFor[] {
    const all = [...this.reasons.values()].map(({ count, examples }) => ({ field: examples[0]!.field, rule: examples[0]!.rule, count, examples }));
    return all.toSorted((a, b) => b.count - a.count);
  }
}
