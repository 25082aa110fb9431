import { expect } from 'chai';
import { equitySymbol } from '@sofi/domain';
import { fundamentalRoutes } from './fundamentals.js';
import { ask, standing } from './testing.js';

type Entry = { request: string; type: string; error?: string; results?: { type: string; id: string; tables: Record<string, unknown> }[] };

describe('Fundamentals', () => {
  const simulation = standing();
  const routes = fundamentalRoutes(simulation);
  const read = (name: string, symbols: string) => ask(routes, 'GET', `/beta/markets/fundamentals/${name}?symbols=${symbols}`) as Entry[];
  const tables = (name: string, symbol: string, type: string) => read(name, symbol)[0]?.results?.find((result) => result.type === type)?.tables ?? {};

  it('are a list with an entry for each symbol, the unknown ones with an error', () => {
    const [known, unknown] = read('company', 'AAPL,ZZZZ');
    expect(known).to.deep.include({ request: 'AAPL', type: 'Symbol' });
    expect(known?.results?.map(({ type }) => type)).to.deep.equal(['Company', 'Stock']);
    expect(unknown).to.deep.equal({ request: 'ZZZZ', type: 'Symbol', error: 'Symbol ZZZZ is not known' });
    expect(ask(routes, 'GET', '/beta/markets/fundamentals/company')).to.deep.equal([400, 'Invalid parameter, symbols: is required.']);
  });

  it('are the same whenever they are asked for', () => {
    for (const name of ['company', 'calendars', 'dividends', 'corporate_actions', 'financials'])
      expect(read(name, 'KO')).to.deep.equal(ask(fundamentalRoutes(standing()), 'GET', `/beta/markets/fundamentals/${name}?symbols=KO`));
  });

  it('add up: what is owned is owed to somebody, and what is earned is what is left', () => {
    const statements = tables('financials', 'MSFT', 'Company')['financial_statements_restate'] as Record<string, Record<string, Record<string, number>>[]>;
    const rowOf = (name: string, key: string) => statements[name]?.map((row) => row[key]).find(Boolean) ?? {};
    const balance = rowOf('balance_sheet', 'period_12m');
    expect(balance['total_assets']).to.equal(Number(balance['total_liabilities']) + Number(balance['stockholders_equity']));
    for (const key of ['period_3m', 'period_12m']) {
      const income = rowOf('income_statement', key);
      expect(income['gross_profit']).to.equal(Number(income['total_revenue']) - Number(income['cost_of_revenue']));
      expect(income['net_income']).to.equal(Number(income['operating_income']) - Number(income['tax_provision']));
    }
  });

  it('go by the present price', () => {
    const valuation = tables('ratios', 'MSFT', 'Stock')['valuation_ratios'] as Record<string, number>;
    const { last } = simulation.market.newest(equitySymbol('MSFT'), simulation.now);
    expect(Number(valuation['p_s_ratio']) * Number(valuation['sales_per_share'])).to.be.closeTo((last?.price ?? 0) / 1e6, 0.05);
    const { period_1y: year } = tables('statistics', 'MSFT', 'Stock')['price_statistics'] as Record<string, Record<string, number>>;
    expect(year?.['high_price']).to.be.greaterThan(Number(year?.['low_price']));
  });

  it('tell dividends by quarter, the newest first and all of them in the past, or none', () => {
    const paid = ['AAPL', 'KO', 'MSFT', 'JPM', 'GE', 'F'].map((symbol) => tables('dividends', symbol, 'Stock')['cash_dividends'] as { ex_date: string; pay_date: string }[] | null);
    const payers = paid.filter((rows) => rows !== null);
    expect(payers).to.not.deep.equal([]);
    for (const rows of payers) {
      expect(rows.map(({ ex_date }) => ex_date)).to.deep.equal(
        rows
          .map(({ ex_date }) => ex_date)
          .toSorted()
          .toReversed(),
      );
      for (const { ex_date, pay_date } of rows) expect([ex_date < pay_date, pay_date < '2026-06-10']).to.deep.equal([true, true]);
    }
  });
});
