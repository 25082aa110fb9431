import { Scale } from 'lucide-react';
import { useLive } from '../data/live-store.js';
import { useReconciliation } from '../data/queries.js';
import { useAccountId } from '../data/session.js';
import { ageWords } from '../logic/age.js';
import type { Reconciliation } from '../wire.js';
import { Badge, type BadgeTone } from './badge.js';
import { useNow } from './now.js';

const STATES: Record<Reconciliation['state'], { words: string; tone: BadgeTone; says: string }> = {
  equal: { words: 'Ledger = broker', tone: 'good', says: 'Our orders and positions equal those of the broker.' },
  different: { words: 'Ledger ≠ broker', tone: 'bad', says: 'Our books and those of the broker differ:' },
  unavailable: { words: 'Ledger unverified', tone: 'doubt', says: 'The broker could not be asked; the last comparison may be old.' },
};

/** Opens to the differences, line by line. */
export function LedgerBadge() {
  const live = useLive((state) => state.account?.reconciliation);
  const asked = useReconciliation(useAccountId(), live === undefined).data;
  const now = useNow();
  const word = live ?? asked;
  if (!word) return null;
  const { words, tone, says } = STATES[word.state];
  return (
    <details className="relative" data-testid="ledger-badge" data-state={word.state}>
      <summary className="flex list-none rounded-selector">
        <Badge tone={tone}>
          <Scale aria-hidden className="size-3.5" />
          {words}
        </Badge>
      </summary>
      <div className="panel absolute right-0 z-30 mt-2 w-80 max-w-[80vw] p-3 text-[13px] shadow-xl">
        <p>{says}</p>
        {Math.abs(now - word.verifiedAt) < 86_400_000 && <p className="mt-1 text-xs text-soft">Compared {ageWords(Math.max(0, now - word.verifiedAt))}</p>}
        {word.differences.map((difference) => (
          <dl key={difference.what} className="mt-2 grid grid-cols-[4rem_1fr] border-t border-base-300 pt-2">
            <dt className="col-span-2 font-medium">{difference.what}</dt>
            <dt className="text-soft">ours</dt>
            <dd>{difference.ours}</dd>
            <dt className="text-soft">broker</dt>
            <dd>{difference.brokers}</dd>
          </dl>
        ))}
      </div>
    </details>
  );
}
