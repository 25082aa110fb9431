import { accountMessage, encode, interestMessage, subjects, type AccountState, type Reconciliation } from '@sofi/contracts';
import type { Broker, EquitySymbol } from '@sofi/domain';
import type { OrderDesk } from '@sofi/engine';
import type { Bus } from '@sofi/nats';
import { reconcile } from './reconciliation.js';

/** Says what the ledger says of the account, whether the broker agrees, and which symbols must stay watched. */
export class AccountBoard {
  private agreement: Reconciliation = { state: 'unavailable', verifiedAt: 0, differences: [] };
  /** what was said last; nothing yet, so that the word of an earlier process is replaced */
  private watched: string | undefined;

  constructor(
    private readonly desk: OrderDesk,
    private readonly broker: Broker,
    private readonly bus: Pick<Bus, 'record'>,
    private readonly wallClock: () => number,
  ) {}

  state(time: number): AccountState {
    return { account: this.broker.account, mode: this.broker.mode, ...this.desk.figures(), reconciliation: this.agreement, time };
  }

  async publish(time: number): Promise<void> {
    await this.bus.record(subjects.account(this.broker.account), encode(accountMessage, this.state(time)));
    await this.sayInterest();
  }

  /** Only while nothing is on its way: otherwise the two sides differ for good reason, and the last word stands. */
  async reconcile(): Promise<Reconciliation> {
    if (this.desk.working().length > 0) return this.agreement;
    const [balances, positions] = await Promise.all([this.broker.balances(), this.broker.positions()]);
    if (this.desk.working().length > 0) return this.agreement;
    const ledger = { cash: this.desk.figures().cash, positions: this.desk.positions() };
    this.agreement = reconcile(ledger, balances, positions, this.wallClock());
    return this.agreement;
  }

  /** What is held or being worked stays watched, whoever else lost interest. */
  private async sayInterest(): Promise<void> {
    const symbols = this.heldSymbols();
    if (symbols.join() === this.watched) return;
    this.watched = symbols.join();
    await this.bus.record(subjects.interest('order-router'), encode(interestMessage, { owner: 'order-router', symbols }));
  }

  private heldSymbols(): EquitySymbol[] {
    const held = this.desk.positions().flatMap(({ netQuantity, symbol }) => (netQuantity === 0 ? [] : [symbol]));
    return [...new Set([...held, ...this.desk.working().map(({ order }) => order.symbol)])].toSorted();
  }
}
