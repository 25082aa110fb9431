import { z } from 'zod';
import type { Simulation } from '../simulation.js';
import type { Driver } from '../time/driver.js';
import { html, page } from './page.js';
import { json, type Reply } from './reply.js';
import type { Call, Route } from './router.js';

const command = z.discriminatedUnion('action', [
  z.object({ action: z.literal('start') }),
  z.object({ action: z.literal('pause') }),
  z.object({ action: z.literal('speed'), speed: z.union([z.number().positive(), z.literal('max')]) }),
]);

/** What is not Tradier's: the simulator speaks of itself. */
export function controlRoutes(simulation: Simulation, driver: Driver): Route[] {
  return [
    { method: 'GET', pattern: '/', rate: 'none', answer: () => html(page(stateOf(simulation, driver))) },
    { method: 'GET', pattern: '/v1/simulator', rate: 'none', answer: () => json(stateOf(simulation, driver)) },
    { method: 'POST', pattern: '/v1/simulator/replay', rate: 'none', answer: (call) => control(call, simulation, driver) },
  ];
}

export interface SimulatorState extends Record<string, unknown> {
  readonly market: 'generated' | 'replay';
  readonly symbols: readonly string[];
  /** ISO, UTC */
  readonly from: string;
  readonly to: string | null;
  readonly speed: number | 'max';
  readonly time: string;
  readonly state: string;
  readonly paced: boolean;
  readonly fingerprint: string;
}

export function stateOf({ market, now }: Simulation, driver: Driver): SimulatorState {
  return {
    market: market.kind,
    symbols: market.listings.map(({ symbol }) => symbol),
    from: new Date(market.from).toISOString(),
    to: market.to === null ? null : new Date(market.to).toISOString(),
    speed: Number.isFinite(driver.speed) ? driver.speed : 'max',
    time: new Date(now).toISOString(),
    state: driver.state,
    paced: driver.paced,
    fingerprint: market.fingerprint,
  };
}

function control({ body }: Call, simulation: Simulation, driver: Driver): Reply {
  const read = command.safeParse(parsed(body));
  if (!read.success) return json({ error: 'send {"action":"start"}, {"action":"pause"} or {"action":"speed","speed":<number above 0, or "max" where the market is paced>}' }, 422);
  if (read.data.action === 'start') driver.start();
  else if (read.data.action === 'pause') driver.pause();
  else if (read.data.speed !== 'max') driver.setSpeed(read.data.speed);
  else if (driver.paced) driver.setSpeed(Number.POSITIVE_INFINITY);
  else return json({ error: 'a market that is not paced waits for nobody and has no greatest speed' }, 422);
  return json(stateOf(simulation, driver));
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
