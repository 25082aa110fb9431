import { shiftDate } from '@sofi/domain';
import type { CompanyFacts } from './company-facts.js';
import { filedFor, quartersBefore } from './quarters.js';

export type Tables = Readonly<Record<string, unknown>>;

/** Who the company is. */
export function companyTables(facts: CompanyFacts, today: string): { readonly company: Tables; readonly share: Tables } {
  const { companyId: company_id, shareClassId: share_class_id, name, symbol, exchange, shares, employees } = facts;
  const [asOf = today] = quartersBefore(today, 1);
  return {
    company: {
      company_profile: {
        company_id,
        contact_email: `investors@${symbol.toLowerCase().replace('/', '-')}.example`,
        short_description: `${name} exists in the simulator alone.`,
        total_employee_number: employees,
        'TotalEmployeeNumber.asOfDate': asOf,
        headquarter: { address_line1: '1 Example Street', city: 'Springfield', country: 'USA', homepage: 'https://www.example.com', postal_code: '00000', province: 'NY' },
      },
      asset_classification: {
        company_id,
        morningstar_sector_code: 311,
        morningstar_industry_code: 31_110_030,
        financial_health_grade: 'B',
        profitability_grade: 'B',
        style_box: 3,
      },
      historical_asset_classification: null,
      long_descriptions: `${name} is made up from its symbol: its figures are plausible, and true of no company.`,
    },
    share: {
      ownership_summary: {
        as_of_date: asOf,
        share_class_id,
        shares_outstanding: shares,
        float: Math.round(shares * 0.97),
        insider_percent_owned: 0.03,
        institution_holder_number: 1200,
      },
      ownership_details: null,
      share_class: { company_id, share_class_id, symbol, exchange_id: exchange, currency_id: 'USD', security_type: 'ST00000001', is_primary_share: true, share_class_status: 'A' },
      share_class_profile: { share_class_id, shares_outstanding: shares, share_class_level_shares_outstanding: shares },
    },
  };
}

/** The reports of the last four quarters, the oldest first; the newest may still be ahead. */
export function calendarTables({ companyId: company_id }: CompanyFacts, today: string): Tables {
  const rows = quartersBefore(today, 4)
    .toReversed()
    .map((end) => ({
      company_id,
      begin_date_time: filedFor(end),
      end_date_time: filedFor(end),
      event_type: 14,
      event: `Quarterly earnings of the quarter to ${end}`,
      event_status: filedFor(end) < today ? 'Confirmed' : 'Projected',
      estimated_date_for_next_event: filedFor(shiftDate(end, 91)),
      event_fiscal_year: Number(end.slice(0, 4)),
      time_zone: 'America/New_York',
    }));
  return { corporate_calendars: rows };
}

/** The last eight quarters, the newest first; null for a company that pays none. */
export function dividendTables({ shareClassId: share_class_id, dividend }: CompanyFacts, today: string): Tables {
  const rows = quartersBefore(today, 8).map((end) => ({
    share_class_id,
    dividend_type: 'CD',
    ex_date: shiftDate(end, -24),
    cash_amount: dividend,
    currency_i_d: 'USD',
    declaration_date: shiftDate(end, -50),
    frequency: 4,
    pay_date: shiftDate(end, -8),
    record_date: shiftDate(end, -23),
  }));
  return { cash_dividends: dividend > 0 ? rows : null };
}

/** A made-up company neither merges nor splits. */
export function actionTables(): { readonly company: Tables; readonly share: Tables } {
  return { company: { mergers_and_acquisitions: null }, share: { stock_splits: null } };
}
