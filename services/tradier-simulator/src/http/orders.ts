import { dateOf, type EquitySymbol } from '@sofi/domain';
import { isWorking, type BrokerOrder } from '../account/broker-order.js';
import { FormError, invalid, type FormProblem, type MarketView } from '../account/form-fields.js';
import { amendmentOf, spreadAmendmentOf, ticketOf } from '../account/order-form.js';
import type { Simulation } from '../simulation.js';
import type { Driver } from '../time/driver.js';
import { ofAccount, unauthorisedAccount } from './accounts.js';
import { orderWire } from './order-wire.js';
import { previewWire } from './preview.js';
import { content, text, type Reply } from './reply.js';
import type { Call, Route } from './router.js';
import { collapsed, listAnswer } from './wire.js';

const ONE = '/v1/accounts/:/orders/:';
const ALL = '/v1/accounts/:/orders';

export function orderRoutes(simulation: Simulation, driver: Driver): Route[] {
  const refusing = (answer: (call: Call) => Reply) => ofAccount((call) => orRefusal(() => answer(call)));
  return [
    { method: 'POST', pattern: ALL, rate: 'trading', answer: refusing((call) => place(call, simulation, driver)) },
    { method: 'GET', pattern: ALL, rate: 'standard', answer: ofAccount((call) => list(call, simulation)) },
    {
      method: 'GET',
      pattern: ONE,
      rate: 'standard',
      answer: ofAccount((call) => withOrder(call, simulation, (order) => content({ order: orderWire(order, simulation, call.form.get('includeTags') === 'true') }))),
    },
    { method: 'PUT', pattern: ONE, rate: 'trading', answer: refusing((call) => withWorking(call, simulation, (order) => amend(call, order, simulation, driver))) },
    { method: 'DELETE', pattern: ONE, rate: 'trading', answer: ofAccount((call) => withWorking(call, simulation, (order) => cancel(order, simulation, driver))) },
  ];
}

/** A preview is checked for everything, and leaves nothing behind. */
function place(call: Call, simulation: Simulation, driver: Driver): Reply {
  const time = driver.arrivalTime();
  const ticket = ticketOf(call.form, viewOf(simulation));
  const isPreview = call.form.get('preview') === 'true';
  const refused = isPreview || simulation.rejects === 'sync' ? simulation.brokerage.refusal(ticket, simulation.now) : undefined;
  if (refused) return refusal({ kind: 'refused', ...refused });
  if (isPreview) return content({ order: previewWire(ticket, simulation) });
  return content({ order: { id: simulation.place(ticket, time), status: 'ok', partner_id: 'simulated' } });
}

function amend(call: Call, order: BrokerOrder, simulation: Simulation, driver: Driver): Reply {
  const time = driver.arrivalTime();
  if (order.kind === 'spread') simulation.amend(order.id, spreadAmendmentOf(call.form, order), time);
  else if (order.kind === 'single') simulation.amend(order.id, amendmentOf(call.form, order, viewOf(simulation)), time);
  else throw invalid('order_id');
  return content({ order: { id: order.id, status: 'ok', partner_id: 'simulated' } });
}

function cancel(order: BrokerOrder, simulation: Simulation, driver: Driver): Reply {
  simulation.cancel(order.id, driver.arrivalTime());
  return content({ order: { id: order.id, status: 'ok' } });
}

/** Orders of this New York day and those that still work: at midnight the others are gone, though each still answers to its id. 25 unless more are asked for. */
function list(call: Call, simulation: Simulation): Reply {
  const { brokerage, now } = simulation;
  const page = Math.max(1, Number(call.form.get('page') ?? 1) || 1);
  const limit = Math.max(1, Number(call.form.get('limit') ?? 25) || 25);
  const statuses = call.form.get('status')?.split(',');
  const today = dateOf(now);
  const orders = brokerage.allOrders().filter((order) => order.parentId === undefined && (isWorking(order) || dateOf(order.changed) === today));
  const wanted = orders.filter(({ status }) => statuses === undefined || statuses.includes(status));
  const shown = wanted.slice((page - 1) * limit, page * limit).map((order) => orderWire(order, simulation, call.form.get('includeTags') === 'true'));
  if (shown.length === 0) return content(listAnswer('orders', 'order', shown, 'null'));
  return content({ orders: { order: collapsed(shown), page, total_pages: Math.ceil(wanted.length / limit), total_orders: wanted.length } });
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
