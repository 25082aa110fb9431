import * as fc from 'fast-check';
import type { SessionCalendar, Stretch, Trade } from '../src/index.js';
import type { Heard } from './market-days.js';

/** What a builder is told where the line was cut: the pieces that are left, and the word on a gap where somebody says it. */
export type Told = Heard | ({ readonly kind: 'gap' } & Stretch) | { readonly kind: 'repair' };

export interface CutStream {
  readonly told: readonly Told[];
  /** trades that were not delivered at all */
  readonly lost: readonly Trade[];
}

interface Piece {
  readonly from: number;
  readonly length: number;
  readonly silent: boolean;
}

const piece = (length: number): fc.Arbitrary<Piece> => fc.record({ from: fc.nat({ max: length }), length: fc.integer({ min: 1, max: 25 }), silent: fc.boolean() });

/**
 * A line that loses up to three pieces, never its first word. A gap is said behind a piece, but for some that the day's volume tells alone. Now and then there is time for
 * repairs.
 */
export function cut(heard: readonly Heard[], calendar: SessionCalendar, alwaysSaid = false): fc.Arbitrary<CutStream> {
  const repairs = fc.array(fc.nat({ max: heard.length }), { maxLength: 3 });
  return fc.record({ pieces: fc.array(piece(heard.length), { minLength: 1, maxLength: 3 }), repairs }).map((plan) => carryOut(heard, calendar, plan, alwaysSaid));
}

function carryOut(heard: readonly Heard[], calendar: SessionCalendar, plan: { pieces: readonly Piece[]; repairs: readonly number[] }, alwaysSaid: boolean): CutStream {
  // the last word is a clock behind everything
  const isLost = (index: number) => index > 0 && index < heard.length - 1 && plan.pieces.some(({ from, length }) => index >= from && index < from + length);
  const left = new Set(heard.filter((_, index) => !isLost(index)).flatMap((one) => (one.kind === 'trade' ? [one.trade] : [])));
  const lost = [...new Set(heard.flatMap((one) => (one.kind === 'trade' && !left.has(one.trade) ? [one.trade] : [])))];
  const told: Told[] = [];
  let newest = -Infinity;
  heard.forEach((one, index) => {
    if (isLost(index)) return;
    const time = one.kind === 'trade' ? one.trade.exchangeTime : one.time;
    if (isLost(index - 1) && (alwaysSaid || !isSilent(index, plan.pieces) || !volumeTells(lost, left, calendar)))
      told.push({ kind: 'gap', from: newest, to: Math.max(newest, time) });
    if (plan.repairs.includes(index)) told.push({ kind: 'repair' });
    told.push(one);
    newest = Math.max(newest, time);
  });
  return { told, lost };
}

function isSilent(behind: number, pieces: readonly Piece[]): boolean {
  return pieces.every(({ from, length, silent }) => silent || behind < from || behind > from + length);
}

/** Each lost print lies between two that were heard the same day, within the same session: then its volume is a hole that can only be this. */
function volumeTells(lost: readonly Trade[], left: ReadonlySet<Trade>, calendar: SessionCalendar): boolean {
  const heard = [...left];
  return lost.every((trade) => {
    const session = calendar.at(trade.exchangeTime);
    if (!session) return true;
    const sameDay = heard.filter(({ exchangeTime }) => calendar.at(exchangeTime) === session);
    return sameDay.some((one) => one.cumulativeVolume < trade.cumulativeVolume) && sameDay.some((one) => one.cumulativeVolume > trade.cumulativeVolume);
  });
}
