import type { IncomingHttpHeaders } from 'node:http';

/** A browser names the page that opens a socket; only our own may. A program names none, and has to bring its token. */
export function isOwnOrigin({ origin, host }: IncomingHttpHeaders): boolean {
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
