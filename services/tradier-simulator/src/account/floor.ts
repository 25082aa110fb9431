import type { EquitySymbol, Price, Quote, SessionCalendar, Trade } from '@sofi/domain';
import { arriving, SimulatedMarket, type Ending, type Execution, type RestingOrder } from '@sofi/engine';
import { CONTRACT_SIZE, optionQuote, parseOcc, type OptionContract } from '../market/option-model.js';
import type { SingleOrder } from './broker-order.js';
import { securityOf, shareSide } from './instrument.js';

/** The last known price and quote of a share, as the market says. */
export interface Marks {
  last(symbol: EquitySymbol, time?: number): Trade | undefined;
  quote(symbol: EquitySymbol): Quote | undefined;
}

/** An order that comes in pieces: what is left of it after the piece in the book. */
interface Divided {
  readonly order: RestingOrder;
  readonly left: number[];
}

/**
 * Where orders meet the market: the same matching as in a backtest. Options are matched as shares of their own, with quotes from the model
 * at each trade of their underlying. An order in pieces has one of them in the book at a time.
 */
export class Floor {
  private readonly exchange: SimulatedMarket;
  private readonly contracts = new Map<string, OptionContract>();
  private readonly divided = new Map<string, Divided>();

  /** `pieces`: in which an order of so many is filled */
  constructor(
    private readonly calendar: SessionCalendar,
    private readonly marks: Marks,
    private readonly pieces: (quantity: number, id: number) => number[],
  ) {
    this.exchange = new SimulatedMarket({ calendar });
  }

  /** Works from `since` on. */
  submit(order: SingleOrder, since: number): void {
    this.introduce(order, since);
    const id = String(order.id);
    const [first = order.quantity, ...left] = this.pieces(order.quantity, order.id);
    const resting = { id, symbol: securityOf(order) as EquitySymbol, side: shareSide(order.side), quantity: first, terms: order.terms, duration: order.duration };
    if (left.length > 0) this.divided.set(id, { order: resting, left });
    const contract = order.optionSymbol === undefined ? undefined : parseOcc(order.optionSymbol);
    if (contract) this.contracts.set(id, contract);
    this.exchange.submit(resting, since);
  }

  replace(id: number, changes: Pick<SingleOrder, 'terms' | 'duration'>, since: number): void {
    const divided = this.divided.get(String(id));
    if (divided) this.divided.set(String(id), { ...divided, order: { ...divided.order, ...changes } });
    this.exchange.replace(String(id), changes, since);
  }

  cancel(id: number): void {
    this.forget(String(id));
    this.exchange.cancel(String(id));
  }

  /** What a trade or a quote of a share fills, of itself and of its options. */
  onEvent(event: Trade | Quote): Execution[] {
    const executions = this.exchange.onEvent(event);
    if (event.kind === 'trade' && this.contracts.size > 0) executions.push(...this.optionExecutions(event));
    return executions.map((execution) => this.afterPiece(execution));
  }

  onClock(time: number): Ending[] {
    const endings = this.exchange.onClock(time);
    for (const { id } of endings) this.forget(id);
    return endings;
  }

  last(symbol: EquitySymbol): Trade | undefined {
    return this.exchange.last(symbol);
  }

  private optionExecutions(trade: Trade): Execution[] {
    const quoted = new Map([...this.contracts.values()].filter(({ underlying }) => underlying === trade.symbol).map((contract) => [contract.symbol, contract]));
    return [...quoted.values()].flatMap((contract) => optionEvents(contract, trade).flatMap((event) => this.exchange.onEvent(event)));
  }

  /** The next piece rests from the execution of the one before on; a stop stays triggered. */
  private afterPiece(execution: Execution): Execution {
    const divided = this.divided.get(execution.id);
    const next = divided?.left.shift();
    if (divided === undefined || next === undefined) {
      this.forget(execution.id);
      return execution;
    }
    this.exchange.resume({ ...arriving({ ...divided.order, quantity: next }, execution.time, this.calendar), triggered: true });
    return { ...execution, complete: false };
  }

  /** The quote that stands when a security's first order arrives: the matching would otherwise learn it only from the next one. */
  private introduce(order: SingleOrder, time: number): void {
    const known = this.exchange.quote(securityOf(order) as EquitySymbol);
    for (const event of this.standing(order, time)) if (!known || known.exchangeTime < event.exchangeTime) this.exchange.onEvent(event);
  }

  private standing({ symbol, optionSymbol }: SingleOrder, time: number): (Trade | Quote)[] {
    if (optionSymbol === undefined) return [this.marks.quote(symbol) ?? []].flat();
    const [contract, trade] = [parseOcc(optionSymbol), this.marks.last(symbol)];
    return contract && trade ? optionEvents(contract, trade, Math.min(time, trade.exchangeTime)) : [];
  }

  private forget(id: string): void {
    this.contracts.delete(id);
    this.divided.delete(id);
  }
}

/** What the option's own market says when its underlying trades: a quote and a trade in the middle of it. Nothing once it has expired. */
function optionEvents(contract: OptionContract, trade: Trade, time = trade.exchangeTime): (Trade | Quote)[] {
  const quoted = optionQuote(contract, trade.price, time);
  if (!quoted) return [];
  const symbol = contract.symbol as EquitySymbol;
  const { bid, bidSize, ask, askSize, last } = quoted;
  return [
    { kind: 'quote', symbol, bid, bidSize: bidSize * CONTRACT_SIZE, ask, askSize: askSize * CONTRACT_SIZE, exchangeTime: time, receivedTime: time },
    { ...trade, symbol, price: last satisfies Price, size: CONTRACT_SIZE, exchangeTime: time },
  ];
}
