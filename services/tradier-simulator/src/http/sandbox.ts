import { ACCOUNT } from '../account/brokerage.js';
import type { MarketSight } from '../simulation.js';
import { text, type Reply } from './reply.js';
import type { Call, Route } from './router.js';

/** The number of a paper account begins with VA. */
export const SANDBOX_ACCOUNT = 'VA00000001';
const DELAY_MS = 15 * 60_000;
const isUnavailable = ({ pattern }: Route) => pattern === '/v1/accounts/:/history' || pattern.startsWith('/beta/');

/** Prices as they were a quarter of an hour ago. */
export function delayed(market: MarketSight): MarketSight {
  return {
    market: market.market,
    get now() {
      return market.now - DELAY_MS;
    },
  };
}

/** The same account under the number of a paper account, and without what the sandbox does not have. */
export function sandboxRoutes(routes: readonly Route[]): Route[] {
  return routes.map((route) => ({ ...route, answer: async (call) => (isUnavailable(route) ? text(404, 'Not Found') : renamed(await route.answer(original(call)))) }));
}

function original(call: Call): Call {
  const name = (part: string) => (part === SANDBOX_ACCOUNT ? ACCOUNT : part === ACCOUNT ? '' : part);
  return { ...call, parts: call.parts.map(name) };
}

function renamed(reply: Reply): Reply {
  if (reply.kind === 'text') return { ...reply, text: reply.text.replaceAll(ACCOUNT, SANDBOX_ACCOUNT) };
  return reply.kind === 'content' ? { ...reply, content: JSON.parse(JSON.stringify(reply.content).replaceAll(ACCOUNT, SANDBOX_ACCOUNT)) } : reply;
}
