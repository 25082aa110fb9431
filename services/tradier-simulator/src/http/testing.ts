import { atNewYork, nyseCalendar } from '@sofi/domain';
import { Journal } from '../journal.js';
import { GeneratedMarket } from '../market/generated-market.js';
import { Simulation } from '../simulation.js';
import type { Reply } from './reply.js';
import { routeFor, type Route } from './router.js';

/** A Wednesday's noon, nine days before a Juneteenth on which monthly options would end. */
export const NOON = atNewYork('2026-06-10', '12:00');

/** A made market with the exchange's hours that stands still at `now`. */
export function standing(now = NOON, from = now): Simulation {
  const simulation = new Simulation(new GeneratedMarket(1, nyseCalendar(), from, 'nyse'), new Journal(undefined), from);
  simulation.advance(now);
  return simulation;
}

/** What a route answers at once: content, or `[status, text]`. */
export function ask(routes: readonly Route[], method: Route['method'], target: string, fields: Readonly<Record<string, string>> = {}): unknown {
  const reply = replyOf(routes, method, target, fields);
  if (reply instanceof Promise) throw new Error(`${method} ${target} takes its time`);
  return shown(reply);
}

/** The same of a route that takes its time. */
export async function askInTime(routes: readonly Route[], method: Route['method'], target: string): Promise<unknown> {
  return shown(await replyOf(routes, method, target, {}));
}

function replyOf(routes: readonly Route[], method: Route['method'], target: string, fields: Readonly<Record<string, string>>): ReturnType<Route['answer']> {
  const { pathname, searchParams } = new URL(target, 'http://localhost');
  const found = routeFor(routes, method, pathname);
  if (!found) throw new Error(`there is no ${method} ${pathname}`);
  return found.route.answer({ method, path: pathname, parts: found.parts, form: new Map([...searchParams, ...Object.entries(fields)]), body: '', host: 'localhost' });
}

function shown(reply: Reply): unknown {
  return 'content' in reply && reply.status === 200 ? reply.content : [reply.status, 'text' in reply ? reply.text : 'content' in reply ? reply.content : ''];
}
