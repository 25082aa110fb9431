import type { Price, Quote, SessionCalendar, Side, Trade } from '@sofi/domain';
import { arriving, type Resting } from '@sofi/engine';
import { CONTRACT_SIZE, optionQuote } from '../market/option-model.js';
import type { SpreadOrder, SpreadTicket } from './broker-order.js';
import { sign, type Leg } from './instrument.js';
import type { Marks } from './floor.js';

/** All legs at once. `net` is of one unit: what it costs, or below 0 what it brings in. */
export interface SpreadExecution {
  readonly id: number;
  readonly net: Price;
  /** in the order of the legs */
  readonly prices: readonly Price[];
  readonly time: number;
}

/** Orders at a net price. They are matched at each trade of the underlying: bought at the asks, sold at the bids of that moment. */
export class SpreadBook {
  private readonly book = new Map<number, { readonly order: SpreadOrder; readonly life: Resting }>();

  constructor(
    private readonly calendar: SessionCalendar,
    private readonly marks: Marks,
  ) {}

  submit(order: SpreadOrder, since: number): void {
    const life = arriving({ ...NO_ORDER, id: String(order.id), symbol: order.symbol, duration: order.duration }, since, this.calendar);
    this.book.set(order.id, { order, life });
  }

  cancel(id: number): void {
    this.book.delete(id);
  }

  onEvent(event: Trade | Quote): SpreadExecution[] {
    if (this.book.size === 0 || event.kind !== 'trade' || !this.calendar.at(event.exchangeTime)) return [];
    return [...this.book.values()].flatMap(({ order, life }) => {
      const { exchangeTime: time } = event;
      const alive = order.symbol === event.symbol && time > life.since && time >= life.opens && time < life.expires;
      return alive ? this.match(order, event) : [];
    });
  }

  /** Ids of what has run out of time by now, with the time at which it had. */
  onClock(time: number): { id: number; time: number }[] {
    const ended = [...this.book.values()].filter(({ life }) => life.expires <= time).map(({ order, life }) => ({ id: order.id, time: life.expires }));
    for (const { id } of ended) this.book.delete(id);
    return ended;
  }

  private match(order: SpreadOrder, event: Trade): SpreadExecution[] {
    const prices = order.legs.map((leg) => legPrice(leg, event.price, this.marks.quote(order.symbol), event.exchangeTime));
    if (!prices.every((price) => price !== undefined)) return [];
    const net = netOf(order.legs, prices);
    if (!acceptable(order, net)) return [];
    this.book.delete(order.id);
    return [{ id: order.id, net, prices, time: event.exchangeTime }];
  }
}

/** Of an option by the model; undefined where it has expired or nobody bids for it. */
export function legPrice(leg: Leg, spot: Price, quote: Pick<Quote, 'bid' | 'ask'> | undefined, time: number): Price | undefined {
  const quoted = leg.optionSymbol === undefined ? (quote ?? { bid: spot, ask: spot }) : optionQuote(leg.optionSymbol, spot, time);
  const price = sign(leg.side) > 0 ? quoted?.ask : quoted?.bid;
  return price === undefined || price <= 0 ? undefined : price;
}

/** How many times the smallest such spread: what all quantities have in common, a hundred shares being one. */
export function unitsOf(legs: readonly Leg[]): number {
  return legs.map(({ optionSymbol, quantity }) => (optionSymbol === undefined ? Math.max(1, Math.floor(quantity / CONTRACT_SIZE)) : quantity)).reduce(greatestCommonDivisor);
}

/** Of options all legs together, of a share with its options how many such units. */
export function spreadQuantity({ class: kind, legs }: Pick<SpreadTicket, 'class' | 'legs'>): number {
  return kind === 'combo' ? unitsOf(legs) : legs.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** Of one unit and share, in the order of the legs. */
export function netOf(legs: readonly Leg[], prices: readonly Price[]): Price {
  const contracts = ({ optionSymbol, quantity }: Leg) => (optionSymbol === undefined ? quantity / CONTRACT_SIZE : quantity);
  const sum = legs.reduce((total, leg, at) => total + sign(leg.side) * contracts(leg) * (prices[at] ?? 0), 0);
  return Math.round(sum / unitsOf(legs)) as Price;
}

function acceptable({ type, netPrice = 0 as Price }: SpreadOrder, net: Price): boolean {
  if (type === 'market') return true;
  if (type === 'even') return net <= 0;
  return type === 'debit' ? net <= netPrice : net <= 0 - netPrice;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

const NO_ORDER = { side: 'buy' as Side, quantity: 1, terms: { type: 'market' } as const };
