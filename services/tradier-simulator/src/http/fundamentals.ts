import { dateOf, dollars, type Price } from '@sofi/domain';
import { factsOf, type CompanyFacts } from '../fundamentals/company-facts.js';
import { actionTables, calendarTables, companyTables, dividendTables, type Tables } from '../fundamentals/company-tables.js';
import { financialTables } from '../fundamentals/financial-tables.js';
import { ratioTables, statisticsTables, type ShareView } from '../fundamentals/price-tables.js';
import { listingOf } from '../market/listing-of.js';
import type { ShareListing } from '../market/market.js';
import type { Simulation } from '../simulation.js';
import { checked, listed, ParameterError } from './parameters.js';
import { json, type Reply } from './reply.js';
import type { Call, Route } from './router.js';

interface About {
  readonly facts: CompanyFacts;
  readonly view: ShareView;
  /** New York's */
  readonly today: string;
}
/** A company's tables, its share's, or both. */
type Told = { readonly company?: Tables; readonly share?: Tables };

const TOLD: Readonly<Record<string, (about: About) => Told>> = {
  company: ({ facts, today }) => companyTables(facts, today),
  calendars: ({ facts, today }) => ({ company: calendarTables(facts, today) }),
  dividends: ({ facts, today }) => ({ share: dividendTables(facts, today) }),
  corporate_actions: () => actionTables(),
  ratios: ({ facts, view, today }) => ratioTables(facts, view, today),
  financials: ({ facts, today }) => financialTables(facts, today),
  statistics: ({ facts, view, today }) => ({ share: statisticsTables(facts, view, today) }),
};

/** Below `/beta`, as Tradier's; what is told is made up from the symbol. */
export function fundamentalRoutes(simulation: Simulation): Route[] {
  return Object.entries(TOLD).map(([name, told]) => ({
    method: 'GET',
    pattern: `/beta/markets/fundamentals/${name}`,
    rate: 'market',
    answer: checked((call) => fundamentals(call, simulation, told)),
  }));
}

/** A list without a holder: an entry for each symbol, with an error for the unknown ones. */
function fundamentals({ form }: Call, simulation: Simulation, told: (about: About) => Told): Reply {
  const symbols = listed(form, 'symbols');
  if (!symbols) throw new ParameterError('symbols', 'is required.');
  return json(symbols.map((symbol) => entry(symbol, simulation, told)));
}

function entry(request: string, simulation: Simulation, told: (about: About) => Told): Record<string, unknown> {
  const listing = listingOf(request, simulation.market);
  const facts = listing && factsOf(listing.symbol);
  if (!facts) return { request, type: 'Symbol', error: `Symbol ${request} is not known` };
  const { company, share } = told({ facts, view: viewOf(listing, simulation), today: dateOf(simulation.now) });
  const results = [...(company ? [{ type: 'Company', id: facts.companyId, tables: company }] : []), ...(share ? [{ type: 'Stock', id: facts.shareClassId, tables: share }] : [])];
  return { request, type: 'Symbol', results };
}

function viewOf({ symbol }: ShareListing, { market, now }: Simulation): ShareView {
  const { high, low, averageVolume } = market.year(symbol, now);
  return { price: amount(market.newest(symbol, now).last?.price), yearHigh: amount(high), yearLow: amount(low), averageVolume };
}

function amount(price: Price | undefined): number | null {
  return price === undefined ? null : dollars(price);
}
