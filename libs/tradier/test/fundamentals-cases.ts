import type { Fundamentals } from '../src/client/fundamentals.js';
import type { EndpointCase } from './endpoint-case.js';

type Name = { [K in keyof Fundamentals]: Fundamentals[K] extends (symbols: readonly string[]) => unknown ? K : never }[keyof Fundamentals];

/** All seven have one envelope: a table is a text, one row, many rows or nothing. */
function fundamentals(name: Name, path: string, tables: Record<string, unknown>, read: Record<string, unknown>): EndpointCase {
  return {
    call: (client) => client.fundamentals[name](['AAPL', 'ZZZZ']),
    path: `/markets/fundamentals/${path}`,
    query: { symbols: 'AAPL,ZZZZ' },
    answer: [
      { request: 'AAPL', type: 'Symbol', results: [{ type: 'Stock', id: '0P000000XX', tables }] },
      { request: 'ZZZZ', type: 'Symbol', error: 'not found' },
    ],
    gives: [
      { request: 'AAPL', type: 'Symbol', results: [{ type: 'Stock', id: '0P000000XX', tables: read }], error: null },
      { request: 'ZZZZ', type: 'Symbol', results: [], error: 'not found' },
    ],
  };
}

export const FUNDAMENTALS_CASES = {
  'fundamentals.company': fundamentals(
    'company',
    'company',
    { long_descriptions: 'Makes things.', share_class: { c_u_s_i_p: '000000000' }, ownership_details: null },
    { long_descriptions: 'Makes things.', share_class: [{ c_u_s_i_p: '000000000' }], ownership_details: [] },
  ),
  'fundamentals.calendars': fundamentals(
    'calendars',
    'calendars',
    { corporate_calendars: [{ event_type: 14, begin_date_time: '2024-02-01' }] },
    { corporate_calendars: [{ event_type: 14, begin_date_time: '2024-02-01' }] },
  ),
  'fundamentals.dividends': fundamentals(
    'dividends',
    'dividends',
    { cash_dividends: { ex_date: '2024-02-09', cash_amount: 0.25 } },
    { cash_dividends: [{ ex_date: '2024-02-09', cash_amount: 0.25 }] },
  ),
  'fundamentals.corporateActions': fundamentals(
    'corporateActions',
    'corporate_actions',
    { stock_splits: { '2020-08-31': { split_from: 1, split_to: 4 } }, mergers_and_acquisitions: 'null' },
    { stock_splits: [{ '2020-08-31': { split_from: 1, split_to: 4 } }], mergers_and_acquisitions: [] },
  ),
  'fundamentals.ratios': fundamentals('ratios', 'ratios', { valuation_ratios: { p_e_ratio: 28.5 } }, { valuation_ratios: [{ p_e_ratio: 28.5 }] }),
  'fundamentals.financials': fundamentals(
    'financials',
    'financials',
    { segmentation: { period_1y: { total_assets: null } } },
    { segmentation: [{ period_1y: { total_assets: null } }] },
  ),
  'fundamentals.statistics': fundamentals('statistics', 'statistics', { trailing_returns: null }, { trailing_returns: [] }),
} satisfies Record<string, EndpointCase>;
