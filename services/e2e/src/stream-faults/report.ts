import type { FaultRunResult, Footprint } from './fault-run.js';

/** The run for a person: what happened how often, and for how long there was no live data. */
export function reportOf({ counts, outages, connections, readings, repairs, footprints }: FaultRunResult): string {
  const rows = [...counts].map(([kind, count]) => {
    const took = [...(outages.get(kind) ?? [])].toSorted((a, b) => a - b);
    const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))];
    const [p50, p99, most] = [at(0.5), at(0.99), took.at(-1)].map((ms) => (ms === undefined ? '' : `${ms.toFixed(1)} ms`));
    return [kind, String(count), p50 ?? '', p99 ?? '', most ?? ''];
  });
  const lines = table([['fault', 'times', 'without data p50', 'p99', 'longest'], ...rows]);
  return [
    ...lines,
    '',
    `${connections.socket} sockets and ${connections.http} HTTP streams opened, quotes read ${readings} times, ${repairs} repairs from minute history`,
    footprintLine(footprints),
  ].join('\n');
}

function footprintLine(footprints: readonly Footprint[]): string {
  const [first, last] = [footprints[0], footprints.at(-1)];
  const megabytes = (bytes = 0) => `${(bytes / 1e6).toFixed(1)} MB`;
  return `from the first to the last tenth: sockets ${first?.sockets} → ${last?.sockets}, timers ${first?.timers} → ${last?.timers}, heap ${megabytes(first?.heapBytes)} → ${megabytes(last?.heapBytes)}`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '));
}
