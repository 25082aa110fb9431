import { listingOf } from '@sofi/tape';
import { hashed } from '../market/hashed.js';

/** What a made-up company is like. The same for the same symbol, at any time; amounts are dollars. */
export interface CompanyFacts {
  readonly symbol: string;
  readonly name: string;
  readonly exchange: string;
  readonly companyId: string;
  readonly shareClassId: string;
  readonly employees: number;
  /** outstanding */
  readonly shares: number;
  /** of a year */
  readonly revenue: number;
  /** parts of the revenue, 0 to 1 */
  readonly grossMargin: number;
  readonly operatingMargin: number;
  readonly netMargin: number;
  readonly assets: number;
  /** parts of the assets */
  readonly debtPart: number;
  readonly equityPart: number;
  /** a share and quarter; 0 where it pays none */
  readonly dividend: number;
  readonly beta: number;
}

/** Between `least` and `most`, always the same for the symbol and the purpose. */
function made(symbol: string, purpose: string, least: number, most: number): number {
  return least + ((hashed(`${purpose} ${symbol}`) % 10_000) / 10_000) * (most - least);
}

/** Undefined for a symbol that nobody has. */
export function factsOf(symbol: string): CompanyFacts | undefined {
  const listing = listingOf(symbol);
  if (!listing) return undefined;
  const pick = (purpose: string, least: number, most: number) => made(symbol, purpose, least, most);
  const id = String(hashed(symbol) % 1_000_000).padStart(6, '0');
  const shares = Math.round(pick('shares', 0.2, 8) * 1e9);
  const revenue = Math.round((shares * listing.basePrice) / pick('sales', 2, 8));
  const grossMargin = round(pick('gross', 0.3, 0.7));
  const operatingMargin = round(grossMargin * pick('operating', 0.3, 0.7));
  const yearly = pick('dividend', -0.01, 0.03) * listing.basePrice;
  return {
    symbol,
    name: listing.name,
    exchange: listing.exchange,
    companyId: `0C00${id}`,
    shareClassId: `0P00${id}`,
    employees: Math.round(revenue / pick('employees', 2e5, 9e5)),
    shares,
    revenue,
    grossMargin,
    operatingMargin,
    netMargin: round(operatingMargin * 0.79),
    assets: Math.round(revenue * pick('assets', 1, 3)),
    debtPart: round(pick('debt', 0.1, 0.4)),
    equityPart: round(pick('equity', 0.3, 0.5)),
    dividend: Math.max(0, Math.round(yearly * 25) / 100),
    beta: listing.liveliness,
  };
}

function round(part: number): number {
  return Math.round(part * 10_000) / 10_000;
}
