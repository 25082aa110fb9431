import { expect } from 'chai';
import type { EndpointCheck } from './endpoint-check.js';

/** One symbol that is there and one that is not. */
async function fundamentals(
  read: (symbols: string[]) => Promise<readonly { request: string; results: readonly { tables: object }[]; error: string | null }[]>,
  table: string,
): Promise<void> {
  const [known, unknown] = await read(['MSFT', 'ZZZZ']);
  expect(known).to.include({ request: 'MSFT', error: null });
  expect(known?.results.flatMap(({ tables }) => Object.keys(tables))).to.include(table);
  expect(unknown?.error).to.be.a('string');
  expect(unknown?.results).to.deep.equal([]);
}

export const FUNDAMENTALS_CHECKS = {
  'fundamentals.company': async ({ fundamentals: f }) => fundamentals((symbols) => f.company(symbols), 'company_profile'),
  'fundamentals.calendars': async ({ fundamentals: f }) => fundamentals((symbols) => f.calendars(symbols), 'corporate_calendars'),
  'fundamentals.dividends': async ({ fundamentals: f }) => fundamentals((symbols) => f.dividends(symbols), 'cash_dividends'),
  'fundamentals.corporateActions': async ({ fundamentals: f }) => fundamentals((symbols) => f.corporateActions(symbols), 'stock_splits'),
  'fundamentals.ratios': async ({ fundamentals: f }) => fundamentals((symbols) => f.ratios(symbols), 'valuation_ratios'),
  'fundamentals.financials': async ({ fundamentals: f }) => fundamentals((symbols) => f.financials(symbols), 'financial_statements_restate'),
  'fundamentals.statistics': async ({ fundamentals: f }) => fundamentals((symbols) => f.statistics(symbols), 'price_statistics'),
} satisfies Record<string, EndpointCheck>;
