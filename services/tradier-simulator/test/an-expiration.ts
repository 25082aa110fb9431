import type { TradierClient } from '@sofi/tradier';

/** A day on which options of AAPL end, more than a few hours from now. */
export async function anExpiration(client: TradierClient): Promise<string> {
  return (await client.options.expirations('AAPL'))[1]?.date ?? '';
}
