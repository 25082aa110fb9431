import { cpus } from 'node:os';
import { rounded } from './figures.js';

/** One figure beside what the same machine can do at best, measured in the same run. */
export interface Metric {
  readonly value: number;
  readonly unit: string;
  readonly limit?: number;
  readonly ratio?: number;
}
export type Metrics = Readonly<Record<string, Metric>>;

/** @param limit what the bare means reach; for a rate the ratio is below one, for a time above */
export function metric(value: number, unit: string, limit?: number): Metric {
  return limit === undefined ? { value: rounded(value), unit } : { value: rounded(value), unit, limit: rounded(limit), ratio: rounded(value / limit) };
}

export function table(metrics: Metrics): string {
  const rows = Object.entries(metrics).map(([name, { value, unit, limit, ratio }]) => [
    name,
    `${value} ${unit}`,
    limit === undefined ? '' : `${limit} ${unit}`,
    ratio === undefined ? '' : String(ratio),
  ]);
  const all = [['', 'measured', 'limit', 'ratio'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')).join('\n');
}

export function machine(natsVersion: string): string {
  const [first] = cpus();
  return `${cpus().length} × ${first?.model.trim() ?? 'unknown'}, Node ${process.versions.node}, nats-server ${natsVersion}`;
}
