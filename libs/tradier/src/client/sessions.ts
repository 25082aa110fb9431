import type { CallOptions } from '../http.js';
import { shaped, streamAnswer } from '../wire.js';
import type { Calls } from './calls.js';

/** The key to a stream, good for five minutes and one connection; `url` is where Tradier says the stream is. */
export interface StreamSession {
  readonly url: string;
  readonly sessionid: string;
}

/**
 * Sessions of the event streams. Asked for once and never again by itself: a user has one session at a time, and a second one may end
 * the first, so trying again is for whoever holds the connection.
 */
export class Sessions {
  constructor(private readonly calls: Calls) {}

  async market(options?: CallOptions): Promise<StreamSession> {
    return shaped(streamAnswer, await this.calls.call('sessions.market', {}, {}, { priority: 'urgent', ...options }), 'stream session').stream;
  }

  async account(options?: CallOptions): Promise<StreamSession> {
    return shaped(streamAnswer, await this.calls.call('sessions.account', {}, {}, { priority: 'urgent', ...options }), 'stream session').stream;
  }
}
