import { notional, type Cash, type EquitySymbol, type Price, type Side } from '@sofi/domain';
import { CONTRACT_SIZE } from '../market/option-model.js';

export type OptionSide = 'buy_to_open' | 'buy_to_close' | 'sell_to_open' | 'sell_to_close';
export type AnySide = Side | OptionSide;

/** What is held and traded: a share by its symbol, an option by its OCC symbol. */
export type Security = string;

/** One security in one direction. */
export interface Leg {
  /** the share, of an option its underlying */
  readonly symbol: EquitySymbol;
  readonly optionSymbol?: string | undefined;
  readonly side: AnySide;
  /** shares or contracts */
  readonly quantity: number;
}

/** longer than any share's symbol */
const SHORTEST_OCC = 16;

export function securityOf({ symbol, optionSymbol }: Pick<Leg, 'symbol' | 'optionSymbol'>): Security {
  return optionSymbol ?? symbol;
}

export function isOption(security: Security): boolean {
  return security.length >= SHORTEST_OCC;
}

/** Shares that one of it stands for. */
export function sharesOf(security: Security): number {
  return isOption(security) ? CONTRACT_SIZE : 1;
}

/** What so many of it come to, with an option's hundred shares. */
export function worth(security: Security, quantity: number, at: Price): Cash {
  return notional(quantity * sharesOf(security), at);
}

export function sign(side: AnySide): 1 | -1 {
  return side.startsWith('buy') ? 1 : -1;
}

/** Adds to a position, or begins one; the others make one smaller. */
export function opens(side: AnySide): boolean {
  return side === 'buy' || side === 'sell_short' || side.endsWith('_to_open');
}

/** The share's word for the same direction: what the matching understands. */
export function shareSide(side: AnySide): Side {
  if (side === 'buy_to_open') return 'buy';
  if (side === 'buy_to_close') return 'buy_to_cover';
  if (side === 'sell_to_open') return 'sell_short';
  return side === 'sell_to_close' ? 'sell' : side;
}
