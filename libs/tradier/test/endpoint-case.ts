import type { TradierClient } from '../src/tradier-client.js';

/** One call as it is made, what must be on the wire for it, and what an answer of Tradier (altered from its documentation) becomes. */
export interface EndpointCase {
  readonly call: (client: TradierClient) => Promise<unknown>;
  /** below the version */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly answer: unknown;
  readonly gives: unknown;
}
