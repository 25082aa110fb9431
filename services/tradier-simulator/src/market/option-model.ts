import { atNewYork, RuleError, shiftDate, weekdayOf, type EquitySymbol, type Price } from '@sofi/domain';
import { hashed } from './hashed.js';

/** What an OCC symbol says, `AAPL220617C00270000`. */
export interface OptionContract {
  readonly symbol: string;
  readonly root: string;
  readonly underlying: EquitySymbol;
  /** New York day, `YYYY-MM-DD` */
  readonly expiration: string;
  readonly type: 'call' | 'put';
  readonly strike: Price;
}

export interface OptionGreeks {
  readonly delta: number;
  readonly gamma: number;
  /** dollars a day and share */
  readonly theta: number;
  /** dollars a point of volatility and share */
  readonly vega: number;
  readonly rho: number;
  /** yearly, 0.3 is 30 % */
  readonly volatility: number;
}

/** Prices are of one share, in whole cents. */
export interface OptionQuote {
  readonly contract: OptionContract;
  readonly bid: Price;
  /** contracts */
  readonly bidSize: number;
  readonly ask: Price;
  readonly askSize: number;
  readonly last: Price;
  /** what it would be worth if it ended now */
  readonly intrinsic: Price;
  readonly greeks: OptionGreeks;
}

/** Shares that a contract stands for. */
export const CONTRACT_SIZE = 100;

const OCC = /^([A-Z]{1,6})(\d?)(\d{2})(\d{2})(\d{2})([CP])(\d{8})$/;
/** Weekly roots, and class shares: the separator is dropped from a root. */
const UNDERLYING_OF_ROOT: ReadonlyMap<string, string> = new Map([
  ['SPXW', 'SPX'],
  ['RUTW', 'RUT'],
  ['NDXP', 'NDX'],
  ['BRKA', 'BRK/A'],
  ['BRKB', 'BRK/B'],
  ['BFA', 'BF/A'],
  ['BFB', 'BF/B'],
]);
const YEAR_MS = 365 * 86_400_000;
const CENT = 10_000;
const RATE = 0.03;

/** Compact OCC text → contract; undefined for what is none. The strike is in thousandths of a dollar there. */
export function parseOcc(text: string): OptionContract | undefined {
  const [symbol, root = '', adjusted = '', year, month, day, type, strike] = OCC.exec(text) ?? [];
  if (symbol === undefined || Number(strike) === 0) return undefined;
  const expiration = `20${year}-${month}-${day}`;
  if (!isDate(expiration)) return undefined;
  const underlying = (UNDERLYING_OF_ROOT.get(root) ?? root) as EquitySymbol;
  return { symbol, root: root + adjusted, underlying, expiration, type: type === 'C' ? 'call' : 'put', strike: (Number(strike) * 1000) as Price };
}

/** The other way round; `strike` in millionths, of which OCC keeps thousandths of a dollar. */
export function occSymbol(underlying: EquitySymbol, expiration: string, type: 'call' | 'put', strike: Price): string {
  const thousandths = String(Math.round(strike / 1000)).padStart(8, '0');
  return `${underlying.replace('/', '')}${expiration.slice(2).replaceAll('-', '')}${type === 'call' ? 'C' : 'P'}${thousandths}`;
}

/** The instant after which the contract is worth what it is worth: 16:00 in New York of its last day, ms. */
export function expiryTime({ expiration }: Pick<OptionContract, 'expiration'>): number {
  return atNewYork(expiration, '16:00');
}

/**
 * What the option is quoted at while its underlying trades at `underlyingPrice`: Black and Scholes' value with a volatility of its own for each
 * root, around which bid and ask lie. The same arguments always give the same quote. Undefined for what is no contract, and once it has expired.
 */
export function optionQuote(option: string | OptionContract, underlyingPrice: Price, now: number): OptionQuote | undefined {
  const contract = typeof option === 'string' ? parseOcc(option) : option;
  if (!contract || underlyingPrice <= 0) return undefined;
  const years = (expiryTime(contract) - now) / YEAR_MS;
  if (years <= 0) return undefined;
  const { value, greeks } = blackScholes(contract, underlyingPrice, years);
  const intrinsic = intrinsicValue(contract, underlyingPrice);
  const cents = Math.max(1, Math.round(Math.max(value, intrinsic) / CENT));
  const half = Math.max(1, Math.round(cents * 0.01));
  const size = 10 + (hashed(contract.symbol) % 90);
  return {
    contract,
    bid: (Math.max(0, cents - half) * CENT) as Price,
    bidSize: size,
    ask: ((cents + half) * CENT) as Price,
    askSize: 100 - size,
    last: (cents * CENT) as Price,
    intrinsic,
    greeks,
  };
}

/** A share's worth of it, never below nothing. */
export function intrinsicValue({ type, strike }: Pick<OptionContract, 'type' | 'strike'>, underlyingPrice: Price): Price {
  return Math.max(0, type === 'call' ? underlyingPrice - strike : strike - underlyingPrice) as Price;
}

/** Third Friday of the month: `standard`; the other dates are `weeklys`. */
export function expirationType(expiration: string): 'standard' | 'weeklys' {
  const dayOfMonth = Number(expiration.slice(8));
  return weekdayOf(expiration) === 5 && dayOfMonth > 14 && dayOfMonth <= 21 ? 'standard' : 'weeklys';
}

/** Throughout in dollars, except for the value, which is in millionths. */
function blackScholes({ root, type, strike }: OptionContract, price: Price, years: number): { value: number; greeks: OptionGreeks } {
  const volatility = 0.2 + (hashed(root) % 30) / 100;
  const [spot, target, sign] = [price / 1e6, strike / 1e6, type === 'call' ? 1 : -1];
  const spread = volatility * Math.sqrt(years);
  const d1 = (Math.log(spot / target) + (RATE + volatility ** 2 / 2) * years) / spread;
  const d2 = d1 - spread;
  const owed = target * Math.exp(-RATE * years);
  const slope = density(d1);
  const delta = sign * cumulative(sign * d1);
  const due = sign * owed * cumulative(sign * d2);
  return {
    value: (spot * delta - due) * 1e6,
    greeks: {
      delta,
      gamma: slope / (spot * spread),
      theta: (-(spot * slope * volatility) / (2 * Math.sqrt(years)) - RATE * due) / 365,
      vega: (spot * slope * Math.sqrt(years)) / 100,
      rho: (years * due) / 100,
      volatility,
    },
  };
}

function density(x: number): number {
  return Math.exp(-(x ** 2) / 2) / Math.sqrt(2 * Math.PI);
}

/** The normal distribution to seven digits: Abramowitz and Stegun, 26.2.17. */
function cumulative(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail = density(x) * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x >= 0 ? 1 - tail : tail;
}

function isDate(text: string): boolean {
  try {
    return shiftDate(text, 0) === text;
  } catch (error) {
    if (error instanceof RuleError) return false;
    throw error;
  }
}
