import { dollars, type Price } from '@sofi/domain';
import { hashed } from '../market/hashed.js';
import type { DayFigures, Market, TradedBar } from '../market/market.js';
import { optionBar } from '../market/option-bars.js';
import { typeOfExpiration } from '../market/option-board.js';
import { CONTRACT_SIZE, optionQuote, type OptionContract, type OptionQuote } from '../market/option-model.js';
import { change, closeOf } from './quote-figures.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const SECOND = 1000;

/** As of chains and quotes. Undefined where the share has no price yet, and once the option has expired. */
export function optionQuoteWire(contract: OptionContract, day: DayFigures, market: Market, now: number, withGreeks: boolean): Record<string, unknown> | undefined {
  const quoted = day.last && optionQuote(contract, day.last.price, now);
  if (!quoted) return undefined;
  const bar = barOfDay(contract, day, market, now);
  const before = previousClose(contract, day, market, now);
  const asked = Math.floor((day.quote?.exchangeTime ?? 0) / SECOND) * SECOND;
  return {
    symbol: contract.symbol,
    description: describe(contract),
    exch: 'Z',
    type: 'option',
    last: dollars(quoted.last),
    change: change(quoted.last, before).change,
    volume: bar?.volume ?? 0,
    open: bar ? dollars(bar.open) : null,
    high: bar ? dollars(bar.high) : null,
    low: bar ? dollars(bar.low) : null,
    close: closeOf(day, market, now) === undefined ? null : dollars(quoted.last),
    bid: dollars(quoted.bid),
    ask: dollars(quoted.ask),
    underlying: contract.underlying,
    strike: dollars(contract.strike),
    ...(withGreeks ? { greeks: greeks(quoted, now) } : {}),
    change_percentage: change(quoted.last, before).change_percentage,
    average_volume: 0,
    last_volume: bar && bar.volume > 0 ? 1 : 0,
    trade_date: day.last?.exchangeTime ?? 0,
    prevclose: before === undefined ? null : dollars(before),
    week_52_high: 0,
    week_52_low: 0,
    bidsize: quoted.bidSize,
    bidexch: 'C',
    bid_date: asked,
    asksize: quoted.askSize,
    askexch: 'C',
    ask_date: asked,
    open_interest: hashed(contract.symbol) % 20_000,
    contract_size: CONTRACT_SIZE,
    expiration_date: contract.expiration,
    expiration_type: typeOfExpiration(contract.expiration, market.calendar),
    option_type: contract.type,
    root_symbol: contract.root,
  };
}

function barOfDay(contract: OptionContract, { open, high, low, last, volume }: DayFigures, { calendar }: Market, now: number): TradedBar | undefined {
  const session = calendar.at(now) ?? calendar.latest(now);
  if (!session || !last || open === undefined || high === undefined || low === undefined) return undefined;
  return optionBar(contract, { start: session.open, open, high, low, close: last.price, volume }, Math.min(now, session.close));
}

function previousClose(contract: OptionContract, day: DayFigures, { calendar }: Market, now: number): Price | undefined {
  const session = calendar.at(now) ?? calendar.latest(now);
  const before = session && calendar.latest(session.open - 1);
  return before && day.previousClose !== undefined ? optionQuote(contract, day.previousClose, before.close - 1)?.last : undefined;
}

/** The model knows one volatility, for bid and ask alike; phi mirrors rho, as it nearly does in what Tradier tells. */
function greeks({ greeks: { delta, gamma, theta, vega, rho, volatility } }: OptionQuote, now: number): Record<string, unknown> {
  const updated = new Date(now).toISOString().slice(0, 19).replace('T', ' ');
  return { delta, gamma, theta, vega, rho, phi: -rho, bid_iv: volatility, mid_iv: volatility, ask_iv: volatility, smv_vol: volatility, updated_at: updated };
}

/** `TSLA Jan 19 2024 $250.00 Put` */
function describe({ root, expiration, strike, type }: OptionContract): string {
  const [year, month, day] = expiration.split('-');
  return `${root} ${MONTHS[Number(month) - 1]} ${Number(day)} ${year} $${dollars(strike).toFixed(2)} ${type === 'call' ? 'Call' : 'Put'}`;
}
