import type { TradierClient } from '@sofi/tradier';

/** One endpoint called as a client would, and what must come of it. */
export type EndpointCheck = (client: TradierClient) => Promise<unknown>;
