import { BrainCircuit, Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useStrategies, useStrategyTypes } from '../data/queries.js';
import { useCanTrade } from '../data/session.js';
import { rate } from '../logic/money-format.js';
import { timeOfDay } from '../logic/new-york-clock.js';
import type { Strategy } from '../wire.js';
import { Profit } from '../parts/numbers.js';
import { PageHead } from '../parts/panel.js';
import { Empty, Loaded } from '../parts/query-states.js';
import { StrategyBadge } from '../parts/state-badge.js';
import { StrategyActions } from '../parts/strategy-actions.js';
import { StrategyForm } from '../parts/strategy-form.js';

type Editing = { stored?: Strategy } | undefined;

export function StrategiesPage() {
  const strategies = useStrategies();
  const types = useStrategyTypes();
  const [editing, setEditing] = useState<Editing>();
  const canTrade = useCanTrade();
  const titles = new Map(types.data?.map(({ type, title }) => [type, title]));
  const create = canTrade && (
    <button type="button" data-testid="strategy-new" className="btn btn-sm btn-primary" disabled={!types.data} onClick={() => setEditing({})}>
      <Plus aria-hidden className="size-4" /> New strategy
    </button>
  );
  return (
    <>
      <PageHead title="Strategies" lead="Rules that watch the market and trade for you.">
        {create}
      </PageHead>
      <Loaded query={strategies}>
        {(rows) =>
          rows.length === 0 ? (
            <div className="panel">
              <Empty icon={<BrainCircuit />} title="No strategies yet">
                A strategy watches the bars of its symbols, says of each why it trades or not, and never risks more than its settings allow. Create the first one with “New
                strategy”.
              </Empty>
            </div>
          ) : (
            <ul className="flex flex-col gap-3">
              {rows.map((strategy) => (
                <Row
                  key={strategy.id}
                  strategy={strategy}
                  title={titles.get(strategy.type) ?? strategy.type}
                  edit={canTrade && types.data ? () => setEditing({ stored: strategy }) : undefined}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {editing && types.data && <StrategyForm key={editing.stored?.id ?? 'new'} types={types.data} {...editing} onClose={() => setEditing(undefined)} />}
    </>
  );
}

function Row({ strategy, title, edit }: { strategy: Strategy; title: string; edit: (() => void) | undefined }) {
  const [, go] = useLocation();
  const path = `/strategies/${encodeURIComponent(strategy.id)}`;
  return (
    <li data-testid={`strategy-row-${strategy.id}`} data-status={strategy.status} className="panel flex flex-col gap-4 p-4 lg:flex-row lg:items-center">
      <div className="min-w-0 cursor-pointer lg:w-72" onClick={() => go(path)}>
        <div className="flex items-center gap-2.5">
          <Link href={path} className="truncate font-semibold hover:underline">
            {strategy.name}
          </Link>
          <StrategyBadge status={strategy.status} />
        </div>
        <p className="mt-0.5 truncate text-[13px] text-soft">
          {strategy.symbols.join(', ')} · {strategy.timeframe} · {title}
        </p>
      </div>
      <dl className="grid flex-1 grid-cols-3 gap-x-4 gap-y-2 text-[13px] sm:grid-cols-6">
        <Fact name="Realised">
          <Profit dollars={strategy.profit} className="font-semibold" />
        </Fact>
        <Fact name="Open profit">
          <Profit dollars={strategy.openProfit} />
        </Fact>
        <Fact name="Win rate">{rate(strategy.winRate)}</Fact>
        <Fact name="Trades">{strategy.tradeCount}</Fact>
        <Fact name="Open positions">{strategy.openPositions}</Fact>
        <Fact name="Last decision">{strategy.lastDecisionAt === null ? 'none yet' : timeOfDay(strategy.lastDecisionAt)}</Fact>
      </dl>
      <div className="flex flex-wrap items-center gap-1.5 lg:justify-end">
        <StrategyActions strategy={strategy} small />
        {edit && (
          <button type="button" data-testid={`strategy-edit-${strategy.id}`} aria-label={`Edit ${strategy.name}`} className="btn btn-xs" onClick={edit}>
            <Pencil aria-hidden className="size-3" /> Edit
          </button>
        )}
      </div>
    </li>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="eyebrow truncate">{name}</dt>
      <dd className="truncate">{children}</dd>
    </div>
  );
}
