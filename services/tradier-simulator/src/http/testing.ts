import { atNewYork, nyseCalendar } from '@sofi/domain';
import { Journal } from '../journal.js';
import { GeneratedMarket } from '../market/generated-market.js';
import { Simulation } from '../simulation.js';
import { routeFor, type Route } from './router.js';

/** A Wednesday's noon, nine days before a Juneteenth on which monthly options would end. */
export const NOON = atNewYork('2026-06-10', '12:00');

/** A made market with the exchange's hours that stands still at `now`. */
export function standing(now = NOON, from = now): Simulation {
  const simulation = new Simulation(new GeneratedMarket(1, nyseCalendar(), from, 'nyse'), new Journal(undefined), from);
  simulation.advance(now);
  return simulation;
}

/** What a route answers: content, or `[status, text]`. */
export function ask(routes: readonly Route[], method: Route['method'], target: string, fields: Readonly<Record<string, string>> = {}): unknown {
  const { pathname, searchParams } = new URL(target, 'http://localhost');
  const found = routeFor(routes, method, pathname);
  if (!found) throw new Error(`there is no ${method} ${pathname}`);
  const reply = found.route.answer({ method, path: pathname, parts: found.parts, form: new Map([...searchParams, ...Object.entries(fields)]), body: '', host: 'localhost' });
  return 'content' in reply && reply.status === 200 ? reply.content : [reply.status, 'text' in reply ? reply.text : 'content' in reply ? reply.content : ''];
}
