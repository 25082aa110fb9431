import { dateOf, dollars, type EquitySymbol, type Price } from '@sofi/domain';
import { listingOf } from '../market/listing-of.js';
import type { DayFigures } from '../market/market.js';
import { contractsOf, expirationsOf, rootOf, strikesAround, type Expiration } from '../market/option-board.js';
import type { MarketSight } from '../simulation.js';
import { optionQuoteWire } from './option-quote.js';
import { checked, dayFrom, flag, required } from './parameters.js';
import { content, type Reply } from './reply.js';
import type { Call, Route } from './router.js';
import { collapsed, listAnswer } from './wire.js';

export function optionRoutes(simulation: MarketSight): Route[] {
  const read = (name: string, answer: (call: Call, simulation: MarketSight) => Reply): Route => {
    return { method: 'GET', pattern: `/v1/markets/options/${name}`, rate: 'market', answer: checked((call) => answer(call, simulation)) };
  };
  return [read('chains', chain), read('strikes', strikes), read('expirations', expirations), read('lookup', lookup)];
}

/** The options of one share, or of an index with its weeklies' root. */
interface Board {
  readonly symbol: EquitySymbol;
  readonly day: DayFigures;
  readonly expirations: readonly Expiration[];
  readonly strikes: readonly Price[];
}

/** Undefined for what is not traded. The strikes stay where they are for a day: they lie around the previous close. */
function boardOf(name: string, { market, now }: MarketSight): Board | undefined {
  const listing = listingOf(name, market);
  if (!listing) return undefined;
  const day = market.day(listing.symbol, now);
  const middle = day.previousClose ?? day.open ?? day.last?.price;
  return { symbol: listing.symbol, day, expirations: expirationsOf(listing.symbol, now, market.calendar), strikes: middle === undefined ? [] : strikesAround(middle) };
}

/** Those of all roots on that day, each strike's call before its put. */
function chain({ form }: Call, simulation: MarketSight): Reply {
  const { market, now } = simulation;
  const [name, wanted, withGreeks] = [required(form, 'symbol'), expirationIn(form, now), flag(form, 'greeks')];
  const board = boardOf(name, simulation);
  const contracts = board?.expirations.filter(({ date }) => date === wanted).flatMap((expiration) => contractsOf(expiration, board.strikes)) ?? [];
  const quotes = contracts.flatMap((contract) => (board && optionQuoteWire(contract, board.day, market, now, withGreeks)) ?? []);
  return content(listAnswer('options', 'option', quotes, null));
}

function strikes({ form }: Call, simulation: MarketSight): Reply {
  const [name, wanted] = [required(form, 'symbol'), expirationIn(form, simulation.now)];
  flag(form, 'includeAllRoots');
  const board = boardOf(name, simulation);
  const listed = board?.expirations.some(({ date }) => date === wanted) ? board.strikes : [];
  return content(listAnswer('strikes', 'strike', listed.map(dollars), null));
}

/** Bare dates, or rows with what was asked for. */
function expirations({ form }: Call, simulation: MarketSight): Reply {
  const name = required(form, 'symbol');
  const [allRoots, withStrikes, withSize, withType] = [flag(form, 'includeAllRoots'), flag(form, 'strikes'), flag(form, 'contractSize'), flag(form, 'expirationType')];
  const board = boardOf(name, simulation);
  const shown = board && board.strikes.length > 0 ? board.expirations.filter(({ root }) => allRoots || root === rootOf(board.symbol)) : [];
  if (!withStrikes && !withSize && !withType) {
    return content(
      listAnswer(
        'expirations',
        'date',
        shown.map(({ date }) => date),
        null,
      ),
    );
  }
  const rows = shown.map(({ date, type, contractSize }) => ({
    date,
    ...(withSize ? { contract_size: contractSize } : {}),
    ...(withType ? { expiration_type: type } : {}),
    ...(withStrikes ? { strikes: { strike: collapsed(board?.strikes.map(dollars) ?? []) } } : {}),
  }));
  return content(listAnswer('expirations', 'expiration', rows, null));
}

/** Real lists, never folded. */
function lookup({ form }: Call, simulation: MarketSight): Reply {
  const board = boardOf(required(form, 'underlying'), simulation);
  const byRoot = new Map<string, string[]>();
  for (const expiration of board?.expirations ?? []) {
    const symbols = contractsOf(expiration, board?.strikes ?? []).map(({ symbol }) => symbol);
    byRoot.set(expiration.root, [...(byRoot.get(expiration.root) ?? []), ...symbols]);
  }
  const roots = [...byRoot].filter(([, options]) => options.length > 0).map(([rootSymbol, options]) => ({ rootSymbol, options }));
  return content({ symbols: roots.length === 0 ? null : roots });
}

function expirationIn(form: Call['form'], now: number): string {
  required(form, 'expiration');
  return dayFrom(form, 'expiration', dateOf(now));
}
