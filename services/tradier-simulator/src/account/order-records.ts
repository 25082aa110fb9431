import { InvariantError } from '@sofi/domain';
import { isWorking, type BrokerOrder, type LinkedOrder, type SingleOrder } from './broker-order.js';
import { statusOfGroup } from './linked-orders.js';

/** Linked orders and the parent that stands for them. */
export interface Group {
  readonly parent: LinkedOrder;
  readonly orders: readonly SingleOrder[];
}

/** Every order and leg by its id, in its newest state. A parent of linked orders is always what its orders are. */
export class OrderRecords {
  private readonly orders = new Map<number, BrokerOrder>();

  constructor(private readonly changed: (order: BrokerOrder) => void) {}

  /** By id, ascending; legs are orders too. */
  all(): BrokerOrder[] {
    return [...this.orders.values()];
  }

  find(id: number): BrokerOrder | undefined {
    return this.orders.get(id);
  }

  known(id: number): BrokerOrder {
    const order = this.orders.get(id);
    if (!order) throw new InvariantError(`the exchange speaks of order ${id}, which nobody placed`);
    return order;
  }

  /** The legs of a parent, in their order. */
  legsOf(parentId: number): BrokerOrder[] {
    return this.all().filter((order) => order.parentId === parentId);
  }

  /** Undefined for what is no parent of linked orders. */
  group(parentId: number | undefined): Group | undefined {
    const parent = parentId === undefined ? undefined : this.orders.get(parentId);
    if (parent?.kind !== 'linked') return undefined;
    return { parent, orders: this.legsOf(parent.id).filter((order) => order.kind === 'single') };
  }

  keep(order: BrokerOrder): void {
    this.orders.set(order.id, order);
    this.changed(order);
    if (order.kind === 'single') this.refresh(order.parentId, order.changed);
  }

  /** A parent and its parts as they are told for the first time: none is told before all are there. */
  keepTogether(orders: readonly BrokerOrder[]): void {
    for (const order of orders) this.orders.set(order.id, order);
    for (const order of orders) this.changed(order);
  }

  /** Orders that were announced, and are now placed. */
  forget(from: number, count: number): void {
    for (let id = from; id < from + count; id += 1) this.orders.delete(id);
  }

  private refresh(parentId: number | undefined, time: number): void {
    const group = this.group(parentId);
    if (!group || !isWorking(group.parent)) return;
    const status = statusOfGroup(group.parent.class, group.orders);
    if (status !== group.parent.status) this.keep({ ...group.parent, status, changed: time });
  }
}
