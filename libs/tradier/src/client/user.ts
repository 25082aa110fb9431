import type { CallOptions } from '../http.js';
import { shaped } from '../wire.js';
import { profileAnswer, type WireProfile } from '../wire/user.js';
import type { Calls } from './calls.js';

export class User {
  constructor(private readonly calls: Calls) {}

  /** The owner of the token and all accounts, closed ones too. */
  async profile(options?: CallOptions): Promise<WireProfile> {
    return shaped(profileAnswer, await this.calls.call('user.profile', {}, {}, options), 'profile').profile;
  }
}
