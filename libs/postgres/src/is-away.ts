/** System errors of a socket, and Postgres's own class 57P: it shuts down, crashed, starts up. 08 is its class of broken connections. */
const CODES = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|57P0[123]|08...)$/;
/** The driver gives no code where its socket ends under a query or while it connects. */
const WORDS = /^(Connection terminated|timeout expired|timeout exceeded when trying to connect)/;

/** Whether a query failed because the server could not be reached: the same query may do a moment later. */
export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? error.code : undefined;
  return (typeof code === 'string' && CODES.test(code)) || WORDS.test(error.message);
}
