import type { Reconciliation } from '@sofi/contracts';
import { inDollars, type AccountBalances, type BrokerPosition, type Cash, type EquitySymbol, type Position, type Read } from '@sofi/domain';

/** What the ledger says, to be held against the broker's word. */
export interface LedgerWord {
  readonly cash: Cash;
  readonly positions: readonly Position[];
}

/** A cent: below it the broker's own rounding is all that can differ. */
const CASH_TOLERANCE = 10_000;

/** Compares ledger and broker. A failed read is no agreement and no difference: it is `unavailable`. */
export function reconcile(ledger: LedgerWord, balances: Read<AccountBalances>, positions: Read<readonly BrokerPosition[]>, now: number): Reconciliation {
  if (balances.state === 'unavailable') return unavailable(balances.reason, now);
  if (positions.state === 'unavailable') return unavailable(positions.reason, now);
  const differences = [...cashDifference(ledger.cash, balances.value.totalCash), ...shareDifferences(ledger.positions, positions.value)];
  return { state: differences.length === 0 ? 'equal' : 'different', verifiedAt: now, differences };
}

function unavailable(reason: string, now: number): Reconciliation {
  return { state: 'unavailable', verifiedAt: now, differences: [{ what: 'the broker', ours: '', brokers: reason }] };
}

function cashDifference(ours: Cash, brokers: Cash): Reconciliation['differences'] {
  return Math.abs(ours - brokers) < CASH_TOLERANCE ? [] : [{ what: 'cash', ours: inDollars(ours), brokers: inDollars(brokers) }];
}

function shareDifferences(ours: readonly Position[], brokers: readonly BrokerPosition[]): Reconciliation['differences'] {
  const held = new Map<EquitySymbol, number>();
  for (const { symbol, netQuantity } of ours) held.set(symbol, (held.get(symbol) ?? 0) + netQuantity);
  const theirs = new Map(brokers.map(({ symbol, netQuantity }) => [symbol, netQuantity]));
  return [...new Set([...held.keys(), ...theirs.keys()])]
    .toSorted()
    .filter((symbol) => (held.get(symbol) ?? 0) !== (theirs.get(symbol) ?? 0))
    .map((symbol) => ({ what: `shares of ${symbol}`, ours: String(held.get(symbol) ?? 0), brokers: String(theirs.get(symbol) ?? 0) }));
}
