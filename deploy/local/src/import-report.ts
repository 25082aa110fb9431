import { basename } from 'node:path';
import type { Refusal } from '@sofi/tape';
import type { FileOutcome } from './import-file.js';
import type { Stored } from './import-store.js';

/** One file in a few lines: what was taken, and of what was not how much, why and where. */
export function fileLines({ path, counts, reasons, problem }: FileOutcome): string[] {
  const { rows, taken, repeated, leftOut, refused } = counts;
  const parts = [
    `${count(rows)} rows`,
    `${count(taken)} taken`,
    ...(repeated > 0 ? [`${count(repeated)} repeated`] : []),
    ...(leftOut > 0 ? [`${count(leftOut)} outside of regular hours left out`] : []),
    ...(refused > 0 ? [`${count(refused)} refused`] : []),
  ];
  const mark = problem === undefined && refused === 0 ? '✓' : '!';
  const says = problem === undefined ? parts.join(', ') : [problem, ...(rows > 0 ? parts : [])].join(', ');
  return [
    `  ${mark} ${basename(path)}: ${says}`,
    ...reasons.flatMap((reason) => [
      `      ${count(reason.count)} × ${reason.field} ${reason.rule}`,
      ...reason.examples.map((example) => `          line ${example.row}: ${example.value === '' ? '(empty)' : example.value}`),
    ]),
  ];
}

/** What is in the database now. */
export function storedLine({ written, present, rolledUp }: Stored): string {
  const before = present > 0 ? `, ${count(present)} were there before` : '';
  return `Stored ${count(written)} bars${before}; ${count(rolledUp)} of coarser timeframes rolled up from the minutes.`;
}

/** 0: every row was taken · 2: some were refused · 1: none was taken */
export function exitCodeOf(outcomes: readonly FileOutcome[]): 0 | 1 | 2 {
  if (outcomes.every(({ counts }) => counts.taken === 0)) return 1;
  return outcomes.some(({ problem, counts }) => problem !== undefined || counts.refused > 0) ? 2 : 0;
}

export const REFUSED_HEADER = 'file,line,field,value,rule\n';

/** One line of the file of refusals. */
export function refusedLine(path: string, { row, field, value, rule }: Refusal): string {
  return `${[path, String(row), field, value, rule].map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`;
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}
