import type { BrokerOrderId } from '@sofi/domain';
import type { AccountOrderEvent } from './account-order-event.js';

type Told = Pick<AccountOrderEvent, 'time' | 'status' | 'filledQuantity'>;

/** orders that are remembered: far more than an account has in a day */
const MOST_ORDERS = 20_000;

/** Tells what is new from what was told before, order by order: the stream may repeat itself and come out of order. */
export class OrderSequence {
  readonly #newest = new Map<BrokerOrderId, Told>();

  of(event: Omit<AccountOrderEvent, 'sequence'>): AccountOrderEvent['sequence'] {
    const { brokerOrderId, time, status, filledQuantity } = event;
    const told = this.#newest.get(brokerOrderId);
    if (told !== undefined) {
      if (time === told.time && status === told.status && filledQuantity === told.filledQuantity) return 'repeated';
      // what was filled never becomes less
      if (time < told.time || filledQuantity < told.filledQuantity) return 'late';
    }
    this.#remember(brokerOrderId, { time, status, filledQuantity });
    return 'news';
  }

  #remember(id: BrokerOrderId, told: Told): void {
    this.#newest.delete(id);
    this.#newest.set(id, told);
    const oldest = this.#newest.keys().next();
    if (this.#newest.size > MOST_ORDERS && !oldest.done) this.#newest.delete(oldest.value);
  }
}
