import { ArrowLeft, Pencil, Receipt, Wallet } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { useQuoteChannels } from '../data/live.js';
import { useChecklist, useStrategy, useStrategyPositions, useStrategyState, useStrategyTrades, useStrategyTypes } from '../data/queries.js';
import { useCanTrade } from '../data/session.js';
import { rate } from '../logic/money-format.js';
import { timeframeWords } from '../logic/strategy-words.js';
import type { Strategy } from '../wire.js';
import { Checklist } from '../parts/checklist.js';
import { DecisionList } from '../parts/decision-list.js';
import { Choice } from '../parts/field.js';
import { IndicatorState } from '../parts/indicator-state.js';
import { Profit } from '../parts/numbers.js';
import { Panel, Stat } from '../parts/panel.js';
import { PositionTable } from '../parts/position-table.js';
import { Empty, Loaded, Rows } from '../parts/query-states.js';
import { RiskSummary } from '../parts/risk-summary.js';
import { StrategyBadge } from '../parts/state-badge.js';
import { StrategyActions } from '../parts/strategy-actions.js';
import { StrategyForm } from '../parts/strategy-form.js';
import { TradeTable } from '../parts/trade-table.js';

export function StrategyPage({ id }: { id: string }) {
  return <Loaded query={useStrategy(id)}>{(strategy) => <Monitor strategy={strategy} />}</Loaded>;
}

function Monitor({ strategy }: { strategy: Strategy }) {
  const [symbol, setSymbol] = useState(strategy.symbols[0]);
  const shown = symbol !== undefined && strategy.symbols.includes(symbol) ? symbol : strategy.symbols[0];
  useQuoteChannels(strategy.symbols);
  return (
    <div className="flex flex-col gap-4">
      <Head strategy={strategy} />
      <Figures strategy={strategy} />
      {strategy.symbols.length > 1 && shown !== undefined && <Choice label="Symbol" options={strategy.symbols} value={shown} onChange={setSymbol} words={(one) => one} />}
      <div className="grid gap-4 lg:grid-cols-2 xl:grid-cols-3">
        <IndicatorPanel strategy={strategy} symbol={shown} />
        <ChecklistPanel strategy={strategy} symbol={shown} />
        <RiskSummary strategy={strategy} />
      </div>
      <Positions strategy={strategy} />
      <div className="grid gap-4 xl:grid-cols-[2fr_3fr]">
        <Panel title="Decisions" flush className="max-h-[34rem]">
          <DecisionList strategies={[strategy]} />
        </Panel>
        <Trades id={strategy.id} />
      </div>
    </div>
  );
}

function Head({ strategy }: { strategy: Strategy }) {
  const types = useStrategyTypes().data;
  const [editing, setEditing] = useState(false);
  const canTrade = useCanTrade();
  const type = types?.find((one) => one.type === strategy.type);
  return (
    <div className="flex flex-wrap items-start justify-between gap-3">
      <div className="flex min-w-0 items-start gap-2">
        <Link href="/strategies" aria-label="Back to the strategies" className="btn btn-ghost btn-sm btn-square -ml-2">
          <ArrowLeft aria-hidden className="size-4" />
        </Link>
        <div className="min-w-0">
          <h1 className="flex flex-wrap items-center gap-2.5 text-xl font-semibold tracking-tight">
            {strategy.name} <StrategyBadge status={strategy.status} />
          </h1>
          <p className="mt-0.5 text-[13px] text-soft">
            {type?.title ?? strategy.type} · {strategy.symbols.join(', ')} · bars of {timeframeWords(strategy.timeframe)} · account {strategy.account}
          </p>
          {type && <p className="mt-1 max-w-3xl text-[13px] text-soft">{type.description}</p>}
        </div>
      </div>
      <div className="flex flex-wrap gap-1.5">
        <StrategyActions strategy={strategy} />
        {canTrade && types && (
          <button type="button" className="btn btn-sm" onClick={() => setEditing(true)}>
            <Pencil aria-hidden className="size-3.5" /> Edit
          </button>
        )}
      </div>
      {editing && types && <StrategyForm types={types} stored={strategy} onClose={() => setEditing(false)} />}
    </div>
  );
}

function Figures({ strategy }: { strategy: Strategy }) {
  return (
    <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-5">
      <Stat label="Realised profit" value={<Profit dollars={strategy.profit} />} />
      <Stat label="Open profit" value={<Profit dollars={strategy.openProfit} />} />
      <Stat label="Win rate" value={rate(strategy.winRate)} />
      <Stat label="Round trips" value={strategy.tradeCount} />
      <Stat label="Open positions" value={`${strategy.openPositions} of ${strategy.risk.maxPositions}`} />
    </div>
  );
}

const resting = <Empty title="The strategy is stopped">Start it to see its indicators and what it is waiting for.</Empty>;

function IndicatorPanel({ strategy, symbol }: { strategy: Strategy; symbol: string | undefined }) {
  const awake = strategy.status !== 'stopped';
  const query = useStrategyState(strategy.id, awake);
  return (
    <Panel title={`Indicators${symbol ? ` · ${symbol}` : ''}`}>
      {awake ? (
        <Loaded query={query} skeleton={<Rows count={3} />}>
          {(states) => {
            const state = states.find((one) => one.symbol === symbol);
            return state ? <IndicatorState strategy={strategy} state={state} /> : <Empty title="Waiting for the first bar" />;
          }}
        </Loaded>
      ) : (
        resting
      )}
    </Panel>
  );
}

function ChecklistPanel({ strategy, symbol }: { strategy: Strategy; symbol: string | undefined }) {
  const awake = strategy.status !== 'stopped';
  const query = useChecklist(strategy.id, symbol, awake);
  return (
    <Panel title="What an entry needs">
      {awake ? (
        <Loaded query={query} skeleton={<Rows count={4} />}>
          {(conditions) => (conditions.length > 0 ? <Checklist conditions={conditions} /> : <Empty title="Waiting for the first bar" />)}
        </Loaded>
      ) : (
        resting
      )}
    </Panel>
  );
}

function Positions({ strategy }: { strategy: Strategy }) {
  const query = useStrategyPositions(strategy.id);
  return (
    <Panel title="Positions" flush>
      <Loaded query={query}>
        {(positions) => {
          const open = positions.filter((position) => position.netQuantity !== 0);
          return open.length > 0 ? <PositionTable positions={open} /> : <Empty icon={<Wallet />} title="This strategy holds nothing" />;
        }}
      </Loaded>
    </Panel>
  );
}

function Trades({ id }: { id: string }) {
  return (
    <Panel title="Closed trades" flush className="max-h-[34rem]">
      <Loaded query={useStrategyTrades(id)}>{(trades) => (trades.length > 0 ? <TradeTable trades={trades} /> : <Empty icon={<Receipt />} title="No closed trades yet" />)}</Loaded>
    </Panel>
  );
}
