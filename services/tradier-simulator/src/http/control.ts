import { z } from 'zod';
import type { BrokerOrder } from '../account/broker-order.js';
import { securityOf } from '../account/instrument.js';
import type { FaultPlan } from '../faults/fault-plan.js';
import type { Simulation } from '../simulation.js';
import type { Driver } from '../time/driver.js';
import type { RateLimit } from './rate-limit.js';
import { json, type Reply } from './reply.js';
import type { Call, Route } from './router.js';
import { isoTime } from './wire.js';

const command = z.discriminatedUnion('action', [
  z.object({ action: z.literal('start') }),
  z.object({ action: z.literal('pause') }),
  z.object({ action: z.literal('speed'), speed: z.union([z.number().positive(), z.literal('max')]) }),
  z.object({ action: z.literal('rejects'), rejects: z.enum(['sync', 'async']) }),
  z.object({ action: z.literal('price-lag'), ms: z.int().min(0).max(600_000) }),
]);
type Command = z.infer<typeof command>;

const ORDERS_SHOWN = 10;

/** Everything there is to tell and to control. */
export interface Running {
  readonly simulation: Simulation;
  readonly driver: Driver;
  readonly limit: RateLimit;
  readonly faults: FaultPlan;
}

/** What is not Tradier's: the simulator speaks of itself. */
export function controlRoutes(running: Running): Route[] {
  return [
    { method: 'GET', pattern: '/v1/simulator', rate: 'none', answer: () => json(stateOf(running)) },
    { method: 'POST', pattern: '/v1/simulator/replay', rate: 'none', answer: (call) => control(call, running) },
  ];
}

function stateOf({ simulation, driver, limit, faults }: Running): Record<string, unknown> {
  const { market, now, rejects, priceLag, brokerage } = simulation;
  const latest = brokerage.allOrders().filter(({ parentId }) => parentId === undefined);
  return {
    market: market.kind,
    symbols: market.listings.map(({ symbol }) => symbol),
    from: isoTime(market.from),
    to: market.to === null ? null : isoTime(market.to),
    speed: Number.isFinite(driver.speed) ? driver.speed : 'max',
    time: isoTime(now),
    state: driver.state,
    paced: driver.paced,
    fingerprint: market.fingerprint,
    rejects,
    priceLag,
    calls: limit.totals(),
    faults: faults.state(),
    orders: latest.slice(-ORDERS_SHOWN).toReversed().map(orderNews),
  };
}

function orderNews(order: BrokerOrder): Record<string, unknown> {
  const { id, status, changed } = order;
  const what = 'quantity' in order ? `${order.side} ${order.quantity} ${securityOf(order)}` : order.class;
  return { id, what, status, changed: isoTime(changed) };
}

function control({ body }: Call, running: Running): Reply {
  const read = command.safeParse(parsed(body));
  if (!read.success) {
    const words = 'send {"action":"start"}, {"action":"pause"}, {"action":"speed","speed":<number above 0, or "max" where the market is paced>}';
    return json({ error: `${words}, {"action":"rejects","rejects":"sync" or "async"} or {"action":"price-lag","ms":<whole number>}` }, 422);
  }
  const refused = perform(read.data, running);
  return refused === undefined ? json(stateOf(running)) : json({ error: refused }, 422);
}

/** What stands against it, if anything does. */
function perform(asked: Command, { simulation, driver }: Running): string | undefined {
  if (asked.action === 'start') driver.start();
  else if (asked.action === 'pause') driver.pause();
  else if (asked.action === 'rejects') simulation.rejects = asked.rejects;
  else if (asked.action === 'price-lag') simulation.priceLag = asked.ms;
  else if (asked.speed !== 'max') driver.setSpeed(asked.speed);
  else if (driver.paced) driver.setSpeed(Number.POSITIVE_INFINITY);
  else return 'a market that is not paced waits for nobody and has no greatest speed';
  return undefined;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
