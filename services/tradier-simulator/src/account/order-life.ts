import { atNewYork, type Duration, type SessionCalendar } from '@sofi/domain';
import { expiryTime, parseOcc } from '../market/option-model.js';
import type { Agenda } from './agenda.js';
import { isWorking, type SingleOrder, type SpreadOrder } from './broker-order.js';
import type { OrderRecords } from './order-records.js';

/** New York time at which GTC orders are stamped anew before each session. */
const STAMP_TIME = '08:30';
const DAY = 86_400_000;

/** When an order that may work from `since` on is at the exchange: outside regular hours at the next opening. Infinity: never. */
function opensAt(duration: Duration, since: number, calendar: SessionCalendar): number {
  if (duration === 'pre' || duration === 'post' || calendar.at(since)) return since;
  return calendar.next(since)?.open ?? Number.POSITIVE_INFINITY;
}

/** The next time at which a GTC order that still works gets a new date. */
function nextStampAfter(time: number, calendar: SessionCalendar): number {
  for (let session = calendar.next(time); session; session = calendar.next(session.open)) {
    const stamp = atNewYork(session.date, STAMP_TIME);
    if (stamp > time) return stamp;
  }
  return Number.POSITIVE_INFINITY;
}

/** What befalls orders with time alone. */
export class OrderLives {
  constructor(
    private readonly calendar: SessionCalendar,
    private readonly agenda: Agenda,
    private readonly orders: OrderRecords,
    private readonly gtcDays: number,
    private readonly expire: (id: number, time: number) => void,
  ) {}

  /** The status at `time` of an order that may work from `since` on: if it is pending, it is opened when it can. */
  arrive({ id, duration }: Pick<SingleOrder | SpreadOrder, 'id' | 'duration'>, since: number, time: number): 'open' | 'pending' {
    const opens = opensAt(duration, since, this.calendar);
    if (opens <= time) return 'open';
    this.agenda.at(opens, () => this.open(id, opens));
    return 'pending';
  }

  /** A GTC order is stamped anew before each session, and ends at last; an option's order ends with the option. The exchange ends the others. */
  age(order: SingleOrder | SpreadOrder, time: number): void {
    if (order.duration === 'gtc') {
      this.expireAt(order.id, time + this.gtcDays * DAY);
      this.stampAfter(order.id, time);
    }
    for (const { optionSymbol } of order.kind === 'spread' ? order.legs : [order]) {
      const contract = optionSymbol === undefined ? undefined : parseOcc(optionSymbol);
      if (contract) this.expireAt(order.id, expiryTime(contract));
    }
  }

  /** With its legs. */
  private open(id: number, time: number): void {
    for (const order of [this.orders.find(id), ...this.orders.legsOf(id)]) if (order?.status === 'pending') this.orders.keep({ ...order, status: 'open', changed: time });
  }

  private expireAt(id: number, due: number): void {
    this.agenda.at(due, () => this.expire(id, due));
  }

  private stampAfter(id: number, time: number): void {
    const due = nextStampAfter(time, this.calendar);
    this.agenda.at(due, () => {
      const order = this.orders.find(id);
      if (!order || !isWorking(order)) return;
      this.orders.keep({ ...order, changed: due });
      this.stampAfter(id, due);
    });
  }
}
