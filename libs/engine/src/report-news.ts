import { bookOf, isFinished, type BrokerOrderId, type Cash, type Fill, type OrderHappening, type OrderReport, type OrderView, type Price } from '@sofi/domain';

/** What a fill costs in fees, by the account's tariff. */
export type FeeModel = (fill: Pick<Fill, 'side' | 'quantity' | 'price' | 'symbol'>) => Cash;

/** What a report says beyond what is known of the order, as far as the first thing: ask again with what it led to. Undefined where nothing is new. */
export function newsIn(report: OrderReport, view: OrderView, fees: FeeModel): OrderHappening | undefined {
  if (!view.brokerOrderId || view.state === 'not_sent') return foundOrRejected(report, view);
  const fill = newFill(report, view, fees);
  if (fill === 'unpriced') return undefined;
  if (fill) {
    const cumulativeQuantity = view.filledQuantity + fill.quantity;
    return { type: 'filled', fill, cumulativeQuantity, complete: cumulativeQuantity >= view.order.quantity };
  }
  return isFinished(view.state) ? undefined : ending(report);
}

/** The broker has the order, so it was accepted, even if its answer never reached us; unless it says that it never took it. */
function foundOrRejected(report: OrderReport, view: OrderView): OrderHappening | undefined {
  if (report.status === 'rejected') return isFinished(view.state) ? undefined : ending(report);
  return { type: 'accepted', brokerOrderId: report.brokerOrderId };
}

function ending(report: OrderReport): OrderHappening | undefined {
  const { status: type, reason = `the broker says ${report.status}` } = report;
  return type === 'cancelled' || type === 'rejected' || type === 'expired' ? { type, reason } : undefined;
}

function newFill(report: OrderReport, view: OrderView, fees: FeeModel): Fill | 'unpriced' | undefined {
  const quantity = report.filledQuantity - view.filledQuantity;
  // a report that overtook a newer one; a rejected order has no fills to come
  if (quantity <= 0 || view.state === 'rejected') return undefined;
  if (report.averageFillPrice <= 0) return 'unpriced';
  const price = priceOfNewPart(report, view, quantity);
  const { id: orderId, account, symbol, side, origin } = view.order;
  const brokerOrderId: BrokerOrderId = view.brokerOrderId ?? report.brokerOrderId;
  const fill = { id: `${orderId}-${report.filledQuantity}`, orderId, brokerOrderId, account, book: bookOf(origin), symbol, side, quantity, price, time: report.time };
  return { ...fill, fees: fees(fill) };
}

/**
 * The broker tells running totals: new total − old total, over the new shares. Where the last price alone explains the new average to the
 * millionth it is taken instead, for the average is rounded and the last price is not.
 */
function priceOfNewPart({ filledQuantity, averageFillPrice, lastFillPrice }: OrderReport, view: OrderView, quantity: number): Price {
  const paid = view.fills.reduce((sum, fill) => sum + fill.quantity * fill.price, 0);
  if (Math.round((paid + quantity * lastFillPrice) / filledQuantity) === averageFillPrice) return lastFillPrice;
  return Math.round((averageFillPrice * filledQuantity - paid) / quantity) as Price;
}
