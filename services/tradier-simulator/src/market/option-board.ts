import { dateOf, shiftDate, weekdayOf, type EquitySymbol, type Price, type SessionCalendar } from '@sofi/domain';
import { CONTRACT_SIZE, expirationType, expiryTime, occSymbol, parseOcc, type OptionContract } from './option-model.js';

/** A day on which options of an underlying end. */
export interface Expiration {
  readonly date: string;
  readonly type: 'standard' | 'weeklys';
  /** what their symbols begin with; an index has another for its weeklies */
  readonly root: string;
  readonly contractSize: number;
}

const WEEKLY_ROOTS: ReadonlyMap<string, string> = new Map([
  ['SPX', 'SPXW'],
  ['RUT', 'RUTW'],
  ['NDX', 'NDXP'],
]);
const WEEKS = 8;
const MONTHS_AS_WEEKS = 52;
const STRIKES_EACH_SIDE = 20;
const CENT = 10_000;
/** [dollars below which it holds, cents between strikes] */
const STEPS = [
  [25, 50],
  [100, 100],
  [200, 250],
  [1000, 500],
] as const;
const WIDEST_STEP = 2500;

/** Every Friday of the next two months and the third one of each month of the year; where that is a holiday, the day before. Soonest first. */
export function expirationsOf(underlying: EquitySymbol, now: number, calendar: SessionCalendar): Expiration[] {
  const today = dateOf(now);
  const friday = shiftDate(today, (5 - weekdayOf(today) + 7) % 7);
  const fridays = Array.from({ length: MONTHS_AS_WEEKS }, (_, week) => shiftDate(friday, 7 * week));
  return fridays
    .filter((date, week) => week < WEEKS || expirationType(date) === 'standard')
    .map((date) => expirationOf(underlying, date, calendar))
    .filter((expiration) => now < expiryTime({ expiration: expiration.date }));
}

function expirationOf(underlying: EquitySymbol, friday: string, calendar: SessionCalendar): Expiration {
  const date = calendar.on(friday) ? friday : shiftDate(friday, -1);
  const type = typeOfExpiration(date, calendar);
  const ownRoot = rootOf(underlying);
  return {
    date,
    type,
    root: type === 'weeklys' ? (WEEKLY_ROOTS.get(underlying) ?? ownRoot) : ownRoot,
    contractSize: CONTRACT_SIZE,
  };
}

/** A Thursday stands for the Friday after it where that is a holiday. */
export function typeOfExpiration(date: string, calendar: SessionCalendar): 'standard' | 'weeklys' {
  const next = shiftDate(date, 1);
  return weekdayOf(date) === 4 && !calendar.on(next) ? expirationType(next) : expirationType(date);
}

/** The separator of a share class is dropped. */
export function rootOf(underlying: EquitySymbol): string {
  return underlying.replace('/', '');
}

/** Around `middle`, ascending, in steps that suit the price. */
export function strikesAround(middle: Price): Price[] {
  const cents = STEPS.find(([below]) => middle < below * 100 * CENT)?.[1] ?? WIDEST_STEP;
  const step = cents * CENT;
  const centre = Math.round(middle / step) * step;
  const strikes = Array.from({ length: 2 * STRIKES_EACH_SIDE + 1 }, (_, at) => centre + (at - STRIKES_EACH_SIDE) * step);
  return strikes.filter((strike) => strike > 0) as Price[];
}

/** By strike, the call before the put. */
export function contractsOf({ date, root }: Expiration, strikes: readonly Price[]): OptionContract[] {
  const types = ['call', 'put'] as const;
  return strikes.flatMap((strike) => types.flatMap((type) => parseOcc(occSymbol(root as EquitySymbol, date, type, strike)) ?? []));
}
