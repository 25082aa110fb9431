import { useCallback, useMemo, useState } from 'react';
import { useQueries } from '@tanstack/react-query';
import { Brain } from 'lucide-react';
import { useChannel } from '../data/live.js';
import { fetchDecisions } from '../data/queries.js';
import { soon } from '../data/query-client.js';
import { money } from '../logic/money-format.js';
import { dayAndTime, timeOfDay } from '../logic/new-york-clock.js';
import type { Decision, Strategy } from '../wire.js';
import { Badge, type BadgeTone } from './badge.js';
import { Empty, Failure, Rows } from './query-states.js';

const VERDICTS: Record<Decision['verdict'], { words: string; tone: BadgeTone }> = {
  enter: { words: 'Enter', tone: 'good' },
  exit: { words: 'Exit', tone: 'bad' },
  hold: { words: 'Hold', tone: 'quiet' },
  'warming-up': { words: 'Warming up', tone: 'doubt' },
};
const MOST = 100;

/** The decisions of one or several strategies, newest first: what was stored, and what comes in by the minute. */
export function useDecisions(strategies: readonly Pick<Strategy, 'id'>[], symbol?: string) {
  const [fresh, setFresh] = useState<readonly Decision[]>([]);
  const take = useCallback((decisions: readonly Decision[]) => setFresh((known) => [...decisions, ...known].slice(0, MOST)), []);
  const stored = useQueries({ queries: strategies.map(({ id }) => ({ queryKey: ['decisions', id, symbol], queryFn: () => fetchDecisions(id, symbol) })) });
  const decisions = useMemo(() => {
    const byId = new Map([...stored.flatMap((query) => query.data ?? []), ...fresh].map((decision) => [decision.id, decision]));
    return [...byId.values()]
      .filter((decision) => symbol === undefined || decision.symbol === symbol)
      .toSorted((a, b) => b.time - a.time || a.symbol.localeCompare(b.symbol))
      .slice(0, MOST);
  }, [stored, fresh, symbol]);
  return { decisions, take, loading: stored.some((query) => query.isPending), failed: stored.find((query) => query.isError) };
}

export function DecisionList({
  strategies,
  symbol,
  nameStrategy = false,
}: {
  strategies: readonly Pick<Strategy, 'id' | 'name' | 'parameters'>[];
  symbol?: string;
  nameStrategy?: boolean;
}) {
  const { decisions, take, loading, failed } = useDecisions(strategies, symbol);
  const owners = new Map(strategies.map((strategy) => [strategy.id, strategy]));
  return (
    <>
      {strategies.map(({ id }) => (
        <Listen key={id} id={id} take={take} />
      ))}
      {failed && decisions.length === 0 ? (
        <Failure error={failed.error} retry={failed.refetch} />
      ) : loading && decisions.length === 0 && strategies.length > 0 ? (
        <Rows count={5} height="h-7" />
      ) : decisions.length === 0 ? (
        <Empty icon={<Brain />} title="No decisions yet">
          Each closed bar of a running strategy adds one line here, with its reason.
        </Empty>
      ) : (
        <ol className="flex flex-col">
          {decisions.map((decision) => (
            <Line key={decision.id} decision={decision} owner={owners.get(decision.strategyId)} nameOwner={nameStrategy} />
          ))}
        </ol>
      )}
    </>
  );
}

/** A decision may change the gauge, the checklist and the orders; they are asked for again. */
function Listen({ id, take }: { id: string; take: (decisions: readonly Decision[]) => void }) {
  const onDecisions = useCallback(
    (decisions: readonly Decision[]) => {
      take(decisions);
      soon(['strategies', id]);
    },
    [id, take],
  );
  useChannel('decision', id, onDecisions);
  return null;
}

function Line({ decision, owner, nameOwner }: { decision: Decision; owner: Pick<Strategy, 'name' | 'parameters'> | undefined; nameOwner: boolean }) {
  // What only repeats a parameter is not news.
  const values = Object.entries(decision.values).filter(([key]) => !(key in (owner?.parameters ?? {})));
  const { words, tone } = VERDICTS[decision.verdict];
  return (
    <li data-testid="decision-row" data-verdict={decision.verdict} className="border-t border-base-300/60 px-4 py-2.5 text-[13px] first:border-t-0">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-soft">
        <Badge tone={tone}>{words}</Badge>
        <time title={dayAndTime(decision.time)}>{timeOfDay(decision.time)}</time>
        <span className="font-medium text-base-content">
          {decision.symbol} {money(decision.close)}
        </span>
        {values.map(([key, value]) => (
          <span key={key}>
            {key} {Number(value.toFixed(2))}
          </span>
        ))}
        {nameOwner && <span>{owner?.name}</span>}
      </p>
      <p className="mt-1 break-words">{decision.reason}</p>
    </li>
  );
}
