import type { CallOptions } from '../http.js';
import { shaped } from '../wire.js';
import {
  accountHistoryAnswer,
  balancesAnswer,
  gainLossAnswer,
  historicalBalancesAnswer,
  positionsAnswer,
  type HistoryType,
  type WireBalanceHistory,
  type WireBalances,
  type WireClosedPosition,
  type WireEvent,
  type WirePosition,
} from '../wire/accounts.js';
import type { Page } from '../wire/page.js';
import type { Calls } from './calls.js';

export interface AccountHistoryQuery {
  /** from 1 */
  readonly page?: number;
  /** 25 by default */
  readonly limit?: number;
  readonly type?: HistoryType;
  /** `YYYY-MM-DD` */
  readonly start?: string;
  readonly end?: string;
  readonly symbol?: string;
  /** false by default: then the symbol is a beginning */
  readonly exactMatch?: boolean;
}

export interface GainLossQuery {
  /** from 1 */
  readonly page?: number;
  /** 100 by default */
  readonly limit?: number;
  readonly sortBy?: 'closeDate' | 'openDate';
  readonly sort?: 'asc' | 'desc';
  /** `YYYY-MM-DD` */
  readonly start?: string;
  readonly end?: string;
  readonly symbol?: string;
}

export type BalancePeriod = 'WEEK' | 'MONTH' | 'YTD' | 'YEAR' | 'YEAR_3' | 'YEAR_5' | 'ALL';

/** What one account has and had. */
export class Accounts {
  constructor(
    private readonly calls: Calls,
    private readonly account: string,
  ) {}

  async balances(options?: CallOptions): Promise<WireBalances> {
    return shaped(balancesAnswer, await this.calls.call('accounts.balances', { account: this.account }, {}, options), 'balances').balances;
  }

  /** The account's value day by day. */
  async historicalBalances(period?: BalancePeriod, options?: CallOptions): Promise<WireBalanceHistory> {
    const content = await this.calls.call('accounts.historicalBalances', { account: this.account }, { period }, options);
    return shaped(historicalBalancesAnswer, content, 'history of balances');
  }

  async positions(options?: CallOptions): Promise<readonly WirePosition[]> {
    return shaped(positionsAnswer, await this.calls.call('accounts.positions', { account: this.account }, {}, options), 'list of positions').positions;
  }

  /** Trades, dividends, transfers …; brought up to date each night, by days, without the orders' ids. The sandbox has none. */
  async history(query: AccountHistoryQuery = {}, options?: CallOptions): Promise<Page<WireEvent>> {
    const content = await this.calls.call('accounts.history', { account: this.account }, { ...query }, options);
    return shaped(accountHistoryAnswer, content, 'history of the account').history;
  }

  /** Closed positions and what they brought; brought up to date each night. */
  async gainLoss(query: GainLossQuery = {}, options?: CallOptions): Promise<Page<WireClosedPosition>> {
    const content = await this.calls.call('accounts.gainLoss', { account: this.account }, { ...query }, options);
    return shaped(gainLossAnswer, content, 'list of gains and losses').gainloss;
  }
}
