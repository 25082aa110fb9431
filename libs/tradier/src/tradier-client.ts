import type { Mode } from '@sofi/domain';
import { Accounts } from './client/accounts.js';
import { Calls } from './client/calls.js';
import { Fundamentals } from './client/fundamentals.js';
import { Markets } from './client/markets.js';
import { Options } from './client/options.js';
import { Orders } from './client/orders.js';
import { PositionGroups } from './client/position-groups.js';
import { Sessions } from './client/sessions.js';
import { User } from './client/user.js';
import { Watchlists } from './client/watchlists.js';
import type { RateClass } from './endpoints.js';
import type { TradierHttp } from './http.js';
import type { BudgetState } from './rate-budget.js';

/**
 * All of Tradier's REST API for one account, in Tradier's own words: parameters and fields are named as in its documentation, while
 * values are made uniform. Lists are lists, numbers are numbers, what is unknown is null, instants are ms since the epoch, days are
 * `YYYY-MM-DD`. Failures are TradierErrors, sorted by what to do next; a call that can not be right is a RuleError and is not sent.
 */
export class TradierClient {
  readonly mode: Mode;
  readonly user: User;
  readonly accounts: Accounts;
  readonly positionGroups: PositionGroups;
  readonly orders: Orders;
  readonly markets: Markets;
  readonly options: Options;
  readonly fundamentals: Fundamentals;
  readonly watchlists: Watchlists;
  readonly sessions: Sessions;

  constructor(
    private readonly http: TradierHttp,
    readonly account: string,
  ) {
    const calls = new Calls(http);
    this.mode = http.mode;
    this.user = new User(calls);
    this.accounts = new Accounts(calls, account);
    this.positionGroups = new PositionGroups(calls, account);
    this.orders = new Orders(calls, account);
    this.markets = new Markets(calls);
    this.options = new Options(calls);
    this.fundamentals = new Fundamentals(calls);
    this.watchlists = new Watchlists(calls);
    this.sessions = new Sessions(calls);
  }

  /** What is left of Tradier's limits, of each class; for those that can do more where there is more. */
  budget(): Readonly<Record<RateClass, BudgetState>> {
    return this.http.budget();
  }

  /** Why Tradier has turned the token away, in words, since the last call that it took; undefined where it has not. A person has to put that right. */
  refusal(): string | undefined {
    return this.http.refusal();
  }

  /** The same token's other account, over the same connections and limits. */
  forAccount(account: string): TradierClient {
    return new TradierClient(this.http, account);
  }
}
