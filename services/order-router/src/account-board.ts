import { accountMessage, encode, interestMessage, subjects, type AccountState, type Reconciliation } from '@sofi/contracts';
import type { Broker, EquitySymbol } from '@sofi/domain';
import type { OrderDesk } from '@sofi/engine';
import type { Bus } from '@sofi/nats';
import { reconcile } from './reconciliation.js';

/** The broker is asked for fills every two seconds while an order works; twice that, and the answer's own time. */
const FILL_COMES_HOME_MS = 5_000;

/** Says what the ledger says of the account, whether the broker agrees, and which symbols must stay watched. */
export class AccountBoard {
  private agreement: Reconciliation = { state: 'unavailable', verifiedAt: 0, differences: [] };
  /** a difference that may still be a fill on its way */
  private suspected: { readonly words: string; readonly since: number } | undefined;
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

  /**
   * An agreement counts always. A difference may be a fill on its way home where an order is working: the last word stands until that difference has been there for
   * longer than a fill takes.
   */
  async reconcile(): Promise<Reconciliation> {
    const moving = this.isMoving();
    const [balances, positions] = await Promise.all([this.broker.balances(), this.broker.positions()]);
    const ledger = { cash: this.desk.figures().cash, positions: this.desk.positions() };
    const found = reconcile(ledger, balances, positions, this.wallClock());
    if (this.isProven(found, moving || this.isMoving())) this.agreement = found;
    return this.agreement;
  }

  private isMoving(): boolean {
    return this.desk.working().length > 0;
  }

  private isProven(found: Reconciliation, moving: boolean): boolean {
    if (found.state !== 'different' || !moving) {
      this.suspected = undefined;
      return true;
    }
    const words = JSON.stringify(found.differences);
    if (this.suspected?.words !== words) this.suspected = { words, since: found.verifiedAt };
    return found.verifiedAt - this.suspected.since >= FILL_COMES_HOME_MS;
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
