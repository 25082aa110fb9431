import type { Stretch } from './doubts.js';

/** Stretches from inclusive to exclusive, in any order → the same time in as few as it takes, oldest first. */
export function joined(stretches: Iterable<Stretch>): Stretch[] {
  const all: { from: number; to: number }[] = [];
  for (const { from, to } of [...stretches].filter((one) => one.from < one.to).toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else all.push({ from, to });
  }
  return all;
}

/** What of `whole` lies in none of the others, oldest first. */
export function without(whole: Stretch, others: Iterable<Stretch>): Stretch[] {
  const left: Stretch[] = [];
  let { from } = whole;
  for (const other of joined(others)) {
    if (other.to <= from) continue;
    if (other.from >= whole.to) break;
    left.push({ from, to: other.from });
    from = other.to;
  }
  return joined([...left, { from, to: whole.to }]);
}
