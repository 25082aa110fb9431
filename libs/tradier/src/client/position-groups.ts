import type { CallOptions } from '../http.js';
import { shaped } from '../wire.js';
import { positionGroupsAnswer, type WirePositionGroup } from '../wire/accounts.js';
import type { Calls } from './calls.js';

/** Names for positions that belong together. What Tradier answers to a change is not documented: read the list to see it. */
export class PositionGroups {
  constructor(
    private readonly calls: Calls,
    private readonly account: string,
  ) {}

  async list(options?: CallOptions): Promise<readonly WirePositionGroup[]> {
    const content = await this.calls.call('positionGroups.list', { account: this.account }, {}, options);
    return shaped(positionGroupsAnswer, content, 'list of position groups')['position-groups'];
  }

  async create(label: string, symbols: readonly string[], options?: CallOptions): Promise<void> {
    await this.calls.call('positionGroups.create', { account: this.account }, { label, symbols }, options);
  }

  async update(group: string, label: string, symbols: readonly string[], options?: CallOptions): Promise<void> {
    await this.calls.call('positionGroups.update', { account: this.account, group }, { label, symbols }, options);
  }

  async delete(group: string, options?: CallOptions): Promise<void> {
    await this.calls.call('positionGroups.delete', { account: this.account, group }, {}, options);
  }
}
