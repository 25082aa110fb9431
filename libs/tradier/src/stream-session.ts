import type { Clock } from '@sofi/domain';
import { Calls } from './client/calls.js';
import { Sessions } from './client/sessions.js';
import type { TradierHttp } from './http.js';

/** The key to one connection, and when it was given. */
export interface KeptSession {
  readonly id: string;
  readonly url: string;
  /** when it was opened, ms */
  readonly since: number;
}

/** Tradier forgets a session after five minutes: one older than this (ms) is renewed before it is used again. */
export const SESSION_LIFE_MS = 270_000;

/** Asks for a fresh session; each connection has its own. Throws TradierErrors. */
export async function openSession(http: TradierHttp, kind: 'markets' | 'accounts', clock: Clock): Promise<KeptSession> {
  const sessions = new Sessions(new Calls(http));
  const { sessionid, url } = await (kind === 'markets' ? sessions.market() : sessions.account());
  return { id: sessionid, url, since: clock.now() };
}

/** Tradier names the address of its HTTP stream; the socket of the same events is at ws.tradier.com. */
export function socketUrl(answered: string): string {
  return streamAddress(answered, 'ws', 'stream.tradier.com', 'ws.tradier.com');
}

/** The other way round, where an answer names the socket. */
export function httpStreamUrl(answered: string): string {
  return streamAddress(answered, 'http', 'ws.tradier.com', 'stream.tradier.com');
}

function streamAddress(answered: string, scheme: 'ws' | 'http', host: string, replacement: string): string {
  const url = new URL(answered);
  if (url.hostname === host) url.hostname = replacement;
  url.protocol = url.protocol === 'https:' || url.protocol === 'wss:' ? `${scheme}s:` : `${scheme}:`;
  // old answers carry the session in the address
  url.search = '';
  return url.href;
}
