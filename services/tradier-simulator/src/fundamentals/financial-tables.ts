import type { CompanyFacts } from './company-facts.js';
import type { Tables } from './company-tables.js';
import { filedFor, quartersBefore } from './quarters.js';

const QUARTERS = 4;

/** Statements of the last quarter and of the last year, which fit each other: assets = liabilities + equity, income follows from revenue. */
export function financialTables(facts: CompanyFacts, today: string): { readonly company: Tables; readonly share: Tables } {
  const { companyId: company_id, shareClassId: share_class_id, shares } = facts;
  const [end = today] = quartersBefore(today, 1);
  const periods = [
    { key: 'period_3m', period: '3M', parts: 1 / QUARTERS },
    { key: 'period_12m', period: '12M', parts: 1 },
  ];
  const rows = (fields: (parts: number) => Tables) => periods.map(({ key, period, parts }) => ({ [key]: { ...headOf(end, period), ...fields(parts) } }));
  const income = (parts: number) => incomeOf(facts, parts);
  return {
    company: {
      financial_statements_restate: {
        as_of_date: end,
        company_id,
        balance_sheet: rows(() => balanceOf(facts)),
        cash_flow_statement: rows((parts) => cashFlowOf(facts, parts)),
        income_statement: rows(income),
      },
      segmentation: {
        period_12m: { as_of_date: end, company_id, period: '12M', operating_revenue: facts.revenue, operating_income: income(1).operating_income, total_assets: facts.assets },
      },
    },
    share: {
      earning_reports_restate: periods.map(({ key, period, parts }) => {
        const earned = Math.round((income(parts).net_income / shares) * 100) / 100;
        return {
          [key]: {
            ...headOf(end, period),
            share_class_id,
            basic_e_p_s: earned,
            diluted_e_p_s: earned,
            basic_average_shares: shares,
            dividend_per_share: Math.round(facts.dividend * QUARTERS * parts * 100) / 100,
          },
        };
      }),
      historical_returns: null,
    },
  };
}

function headOf(end: string, period: string): Tables {
  return { period, period_ending_date: end, file_date: filedFor(end), report_type: 'R', currency_id: 'USD', fiscal_year_end: '12' };
}

function balanceOf({ assets, debtPart, equityPart, shares }: CompanyFacts): Tables {
  const equity = Math.round(assets * equityPart);
  const debt = Math.round(assets * debtPart);
  const [current, owed] = [Math.round(assets * 0.4), Math.round((assets - equity) * 0.45)];
  return {
    total_assets: assets,
    current_assets: current,
    total_non_current_assets: assets - current,
    total_liabilities: assets - equity,
    current_liabilities: owed,
    working_capital: current - owed,
    total_debt: debt,
    stockholders_equity: equity,
    ordinary_shares_number: shares,
    goodwill: null,
  };
}

/** `parts` of a year */
export function incomeOf({ revenue, grossMargin, operatingMargin, netMargin }: CompanyFacts, parts: number) {
  const of = (margin: number) => Math.round(revenue * parts * margin);
  return {
    total_revenue: of(1),
    cost_of_revenue: of(1) - of(grossMargin),
    gross_profit: of(grossMargin),
    operating_income: of(operatingMargin),
    e_b_i_t: of(operatingMargin),
    e_b_i_t_d_a: of(operatingMargin + 0.04),
    tax_provision: of(operatingMargin) - of(netMargin),
    net_income: of(netMargin),
  };
}

function cashFlowOf(facts: CompanyFacts, parts: number): Tables {
  const operating = incomeOf(facts, parts).net_income + Math.round(facts.revenue * parts * 0.04);
  const spent = Math.round(facts.revenue * parts * 0.05);
  const paid = Math.round(facts.dividend * QUARTERS * parts * facts.shares);
  return { operating_cash_flow: operating, capital_expenditure: -spent, free_cash_flow: operating - spent, cash_dividends_paid: -paid };
}
