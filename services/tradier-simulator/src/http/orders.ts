import { dateOf, dollars, notional, type EquitySymbol } from '@sofi/domain';
import { isWorking, type BrokerOrder, type Ticket } from '../account/broker-order.js';
import { amendmentOf, FormError, ticketOf, type FormProblem, type MarketView } from '../account/order-form.js';
import type { Simulation } from '../simulation.js';
import type { Driver } from '../time/driver.js';
import { ofAccount, unauthorisedAccount } from './accounts.js';
import { content, text, type Reply } from './reply.js';
import type { Call, Route } from './router.js';
import { collapsed, isoTime, listAnswer, newYorkTime } from './wire.js';

const ONE = '/v1/accounts/:/orders/:';
const ALL = '/v1/accounts/:/orders';

export function orderRoutes(simulation: Simulation, driver: Driver): Route[] {
  const refusing = (answer: (call: Call) => Reply) => ofAccount((call) => orRefusal(() => answer(call)));
  return [
    { method: 'POST', pattern: ALL, rate: 'trading', answer: refusing((call) => place(call, simulation, driver)) },
    { method: 'GET', pattern: ALL, rate: 'standard', answer: ofAccount((call) => list(call, simulation)) },
    { method: 'GET', pattern: ONE, rate: 'standard', answer: ofAccount((call) => withOrder(call, simulation, (order) => content({ order: orderWire(order, call) }))) },
    { method: 'PUT', pattern: ONE, rate: 'trading', answer: refusing((call) => withWorking(call, simulation, (order) => amend(call, order, simulation, driver))) },
    { method: 'DELETE', pattern: ONE, rate: 'trading', answer: ofAccount((call) => withWorking(call, simulation, (order) => cancel(order, simulation, driver))) },
  ];
}

function place(call: Call, simulation: Simulation, driver: Driver): Reply {
  const time = driver.arrivalTime();
  const ticket = ticketOf(call.form, viewOf(simulation));
  if (call.form.get('preview') === 'true') return preview(ticket, simulation);
  return content({ order: { id: simulation.place(ticket, time), status: 'ok', partner_id: 'simulated' } });
}

/** Nothing is placed, but everything is checked, what comes later with a real order included. */
function preview(ticket: Ticket, { brokerage, market, now }: Simulation): Reply {
  const rejection = brokerage.rejection(ticket, now);
  if (rejection !== undefined) return content({ errors: { error: rejection } });
  const { last, quote } = market.newest(ticket.symbol, now);
  const reference = 'limitPrice' in ticket.terms ? ticket.terms.limitPrice : (quote?.ask ?? last?.price);
  const cost = reference === undefined ? 0 : dollars(notional(ticket.quantity, reference));
  return content({
    order: {
      status: 'ok',
      commission: 0,
      cost,
      fees: 0,
      symbol: ticket.symbol,
      quantity: ticket.quantity,
      side: ticket.side,
      type: ticket.terms.type,
      duration: ticket.duration,
      ...priceFields(ticket),
      result: true,
      order_cost: cost,
      margin_change: cost / 2,
      request_date: newYorkTime(now),
      extended_hours: false,
      class: 'equity',
      strategy: 'equity',
      day_trades: 0,
    },
  });
}

function amend(call: Call, order: BrokerOrder, simulation: Simulation, driver: Driver): Reply {
  simulation.amend(order.id, amendmentOf(call.form, order, viewOf(simulation)), driver.arrivalTime());
  return content({ order: { id: order.id, status: 'ok', partner_id: 'simulated' } });
}

function cancel(order: BrokerOrder, simulation: Simulation, driver: Driver): Reply {
  simulation.cancel(order.id, driver.arrivalTime());
  return content({ order: { id: order.id, status: 'ok' } });
}

/** Orders of this New York day and those that still work; 25 unless more are asked for. */
function list(call: Call, { brokerage, now }: Simulation): Reply {
  const page = Math.max(1, Number(call.form.get('page') ?? 1) || 1);
  const limit = Math.max(1, Number(call.form.get('limit') ?? 25) || 25);
  const statuses = call.form.get('status')?.split(',');
  const today = dateOf(now);
  const orders = brokerage.allOrders().filter((order) => isWorking(order) || dateOf(order.changed) === today);
  const wanted = orders.filter(({ status }) => statuses === undefined || statuses.includes(status));
  const shown = wanted.slice((page - 1) * limit, page * limit).map((order) => orderWire(order, call));
  if (shown.length === 0) return content(listAnswer('orders', 'order', shown, 'null'));
  return content({ orders: { order: collapsed(shown), page, total_pages: Math.ceil(wanted.length / limit), total_orders: wanted.length } });
}

function orderWire(order: BrokerOrder, { form }: Call): Record<string, unknown> {
  const filled = dollars(order.fillPrice);
  return {
    id: order.id,
    type: order.terms.type,
    symbol: order.symbol,
    side: order.side,
    quantity: order.quantity,
    status: order.status,
    duration: order.duration,
    ...priceFields(order),
    avg_fill_price: filled,
    exec_quantity: order.filledQuantity,
    last_fill_price: filled,
    last_fill_quantity: order.filledQuantity,
    remaining_quantity: isWorking(order) || order.status === 'rejected' ? order.quantity - order.filledQuantity : 0,
    create_date: isoTime(order.created),
    transaction_date: isoTime(order.changed),
    class: 'equity',
    ...(order.reason === undefined ? {} : { reason_description: order.reason }),
    ...(order.tag === undefined || form.get('includeTags') !== 'true' ? {} : { tag: order.tag }),
  };
}

function priceFields({ terms }: Pick<Ticket, 'terms'>): Record<string, number> {
  return {
    ...('limitPrice' in terms ? { price: dollars(terms.limitPrice) } : {}),
    ...('stopPrice' in terms ? { stop_price: dollars(terms.stopPrice) } : {}),
  };
}

function withOrder({ parts }: Call, { brokerage }: Simulation, answer: (order: BrokerOrder) => Reply): Reply {
  const order = brokerage.order(Number(parts[1]));
  return order ? answer(order) : unauthorisedAccount(parts[0] ?? '');
}

function withWorking(call: Call, simulation: Simulation, answer: (order: BrokerOrder) => Reply): Reply {
  return withOrder(call, simulation, (order) => (isWorking(order) ? answer(order) : text(400, `order already in finalized state: ${order.status}`)));
}

function orRefusal(answer: () => Reply): Reply {
  try {
    return answer();
  } catch (error) {
    if (error instanceof FormError) return refusal(error.problem);
    throw error;
  }
}

function refusal(problem: FormProblem): Reply {
  if (problem.kind === 'text') return text(400, problem.text);
  return content({ errors: { error: [problem.message, problem.code] } });
}

function viewOf({ market, now }: Simulation): MarketView {
  return {
    lists: (symbol: EquitySymbol) => market.listing(symbol) !== undefined,
    quote: (symbol) => market.newest(symbol, now).quote,
    last: (symbol) => market.newest(symbol, now).last?.price,
    session: market.calendar.on(dateOf(now)),
    now,
  };
}
