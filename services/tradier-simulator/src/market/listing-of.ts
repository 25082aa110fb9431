import { equitySymbol, RuleError } from '@sofi/domain';
import type { Market, ShareListing } from './market.js';

/** The listing of what a client calls by this name, if there is one. */
export function listingOf(name: string, market: Market): ShareListing | undefined {
  try {
    return market.listing(equitySymbol(name));
  } catch (error) {
    if (error instanceof RuleError) return undefined;
    throw error;
  }
}
