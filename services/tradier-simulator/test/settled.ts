import type { TradierClient, WireOrder } from '@sofi/tradier';

/** The order once it works no more. */
export async function settled(client: TradierClient, order: string): Promise<WireOrder> {
  for (;;) {
    const found = await client.orders.one(order);
    if (!['pending', 'open', 'partially_filled'].includes(found.status)) return found;
  }
}
