import type { Sessions } from '../stream/sessions.js';
import { content } from './reply.js';
import type { Call, Route } from './router.js';

export function eventRoutes(market: Sessions, account: Sessions): Route[] {
  const opening = (kind: 'markets' | 'accounts', sessions: Sessions): Route => ({
    method: 'POST',
    pattern: `/v1/${kind}/events/session`,
    rate: 'market',
    answer: ({ host }: Call) => content({ stream: { url: `http://${host}/v1/${kind}/events`, sessionid: sessions.issue() } }),
  });
  return [opening('markets', market), opening('accounts', account)];
}
