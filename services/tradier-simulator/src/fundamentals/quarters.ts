import { shiftDate } from '@sofi/domain';

const ENDS = ['03-31', '06-30', '09-30', '12-31'] as const;

/** The last days of quarters that ended before `today`, the newest first. */
export function quartersBefore(today: string, count: number): string[] {
  const year = Number(today.slice(0, 4));
  const years = Array.from({ length: Math.ceil(count / ENDS.length) + 1 }, (_, back) => year - back);
  const ends = years.flatMap((each) => ENDS.toReversed().map((end) => `${each}-${end}`));
  return ends.filter((end) => end < today).slice(0, count);
}

/** A quarter's figures are filed some weeks after it. */
export function filedFor(quarterEnd: string): string {
  return shiftDate(quarterEnd, 32);
}
