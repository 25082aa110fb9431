import { cash, RuleError, type Cash } from '@sofi/domain';

/** How the broker treats the account. The same commands under the same rules lead to the same account. */
export interface AccountRules {
  readonly kind: 'margin' | 'cash' | 'pdt';
  readonly openingCash: Cash;
  /** share of executions, 0 to 1, that come in pieces */
  readonly partialFills: number;
  /** which of them is a matter of this and of the order's id */
  readonly seed: number;
  /** market ms from an order's arrival to its work */
  readonly latency: number;
  readonly gtcDays: number;
  /** four day trades in five days need $25,000 */
  readonly dayTradeRule: boolean;
  /** working orders of opposite directions in one security are refused */
  readonly washRule: boolean;
}

export const DEFAULT_RULES: AccountRules = {
  kind: 'margin',
  openingCash: 100_000_000_000 as Cash,
  partialFills: 0,
  seed: 1,
  latency: 0,
  gtcDays: 90,
  dayTradeRule: true,
  washRule: false,
};

export const ACCOUNT_OPTIONS = ['account', 'cash', 'partial-fills', 'order-latency', 'gtc-days', 'day-trade-rule', 'wash-rule', 'reject', 'price-lag'] as const;

export const ACCOUNT_USAGE = `  --account <kind>      margin, cash or pdt (margin)
  --cash <dollars>      in the account at the beginning (100000)
  --partial-fills <x>   share of executions that come in two to four pieces, 0 to 1 (0)
  --order-latency <ms>  market time from an order's arrival to its work (0)
  --gtc-days <n>        after which a GTC order expires (90)
  --day-trade-rule on|off  the four day trades that need $25,000 (on)
  --wash-rule on|off    refuse orders against the account's own working ones (off)
  --reject sync|async   refuse for money and side at once, or after the ok (async)
  --price-lag <ms>      market time for which an order is filled before its price shows (0)
`;

/** Throws a RuleError that names the option. */
export function accountRulesIn(given: ReadonlyMap<string, string>, seed: number): AccountRules {
  return {
    kind: oneOf(given, 'account', ['margin', 'cash', 'pdt']),
    openingCash: cash(numberIn(given, 'cash', 100_000, 0, 1_000_000_000)),
    partialFills: numberIn(given, 'partial-fills', 0, 0, 1),
    seed,
    latency: wholeIn(given, 'order-latency', 0, 0, 600_000),
    gtcDays: wholeIn(given, 'gtc-days', 90, 1, 3650),
    dayTradeRule: oneOf(given, 'day-trade-rule', ['on', 'off']) === 'on',
    washRule: oneOf(given, 'wash-rule', ['off', 'on']) === 'on',
  };
}

export function rejectsIn(given: ReadonlyMap<string, string>): 'sync' | 'async' {
  return oneOf(given, 'reject', ['async', 'sync']);
}

export function priceLagIn(given: ReadonlyMap<string, string>): number {
  return wholeIn(given, 'price-lag', 0, 0, 600_000);
}

/** What differs from the usual, in words for the journal: nothing where nothing does. The seed counts where something depends on it. */
export function rulesInWords(rules: AccountRules): string {
  const usual = { ...DEFAULT_RULES, seed: rules.partialFills > 0 ? undefined : rules.seed };
  const words = Object.entries(rules).filter(([name, value]) => value !== usual[name as keyof AccountRules]);
  return words.map(([name, value]) => ` ${name}=${String(value)}`).join('');
}

function oneOf<T extends string>(given: ReadonlyMap<string, string>, name: string, allowed: readonly [T, ...T[]]): T {
  const text = given.get(name) ?? allowed[0];
  const found = allowed.find((each) => each === text);
  if (found === undefined) throw new RuleError(name, text, `must be ${allowed.join(' or ')}`);
  return found;
}

function wholeIn(given: ReadonlyMap<string, string>, name: string, usual: number, least: number, most: number): number {
  const value = numberIn(given, name, usual, least, most);
  if (!Number.isInteger(value)) throw new RuleError(name, value, 'must be a whole number');
  return value;
}

function numberIn(given: ReadonlyMap<string, string>, name: string, usual: number, least: number, most: number): number {
  const text = given.get(name) ?? String(usual);
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most)) throw new RuleError(name, text, `must be a number from ${least} to ${most}`);
  return value;
}
