import type { CompanyFacts } from './company-facts.js';
import type { Tables } from './company-tables.js';
import { incomeOf } from './financial-tables.js';
import { quartersBefore } from './quarters.js';

/** What the market says of a share; prices are dollars, null where there is none yet. */
export interface ShareView {
  readonly price: number | null;
  readonly yearHigh: number | null;
  readonly yearLow: number | null;
  /** shares a day */
  readonly averageVolume: number;
}

/** How the figures stand to each other and to the price. A table of one row is that row. */
export function ratioTables(facts: CompanyFacts, { price }: ShareView, today: string): { readonly company: Tables; readonly share: Tables } {
  const { companyId: company_id, shareClassId: share_class_id, shares, revenue, assets, debtPart, equityPart, dividend, beta } = facts;
  const [asOf = today] = quartersBefore(today, 1);
  const earned = incomeOf(facts, 1).net_income;
  const book = (assets * equityPart) / shares;
  const operation = {
    as_of_date: asOf,
    company_id,
    period: '12M',
    report_type: 'R',
    gross_margin: facts.grossMargin,
    operation_margin: facts.operatingMargin,
    net_margin: facts.netMargin,
    r_o_a: rounded(earned / assets),
    r_o_e: rounded(earned / (assets * equityPart)),
    assets_turnover: rounded(revenue / assets),
    debt_to_assets: debtPart,
    total_debt_equity_ratio: rounded(debtPart / equityPart),
    tax_rate: 0.21,
    inventory_turnover: null,
  };
  return {
    company: { operation_ratios_restate: { period_12m: operation }, operation_ratios_a_o_r: null },
    share: {
      alpha_beta: { period_36m: { as_of_date: asOf, period: '36M', share_class_id, alpha: 0, beta } },
      earnings_ratios_restate: null,
      valuation_ratios: {
        as_of_date: today,
        share_class_id,
        p_e_ratio: per(price, earned / shares),
        p_b_ratio: per(price, book),
        p_s_ratio: per(price, revenue / shares),
        book_value_per_share: rounded(book),
        sales_per_share: rounded(revenue / shares),
        dividend_rate: rounded(4 * dividend),
        dividend_yield: price === null ? null : rounded((4 * dividend) / price),
        payout_ratio: rounded((4 * dividend * shares) / earned),
      },
    },
  };
}

/** What the price has done. */
export function statisticsTables({ shareClassId: share_class_id }: CompanyFacts, { price, yearHigh, yearLow, averageVolume }: ShareView, today: string): Tables {
  const below = price === null || yearHigh === null ? null : rounded(Math.max(0, 1 - price / yearHigh));
  const year = { share_class_id, as_of_date: today, period: '1Y', high_price: yearHigh, low_price: yearLow, percentage_below_high_price: below, average_volume: averageVolume };
  return { price_statistics: { period_1y: year }, trailing_returns: null };
}

function per(price: number | null, amount: number): number | null {
  return price === null ? null : rounded(price / amount);
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
