import { CircleStop, Pause, Play, Trash2, Zap } from 'lucide-react';
import { useLocation } from 'wouter';
import { api } from '../data/api.js';
import { useAction } from '../data/queries.js';
import { useCanTrade } from '../data/session.js';
import { actionsOf, type StrategyAction } from '../logic/strategy-words.js';
import type { Strategy } from '../wire.js';
import { confirm } from './confirm.js';

const LOOKS: Record<StrategyAction, { words: string; done: string; look: string; Icon: typeof Play }> = {
  start: { words: 'Start', done: 'started', look: 'btn-primary', Icon: Play },
  resume: { words: 'Resume', done: 'resumed', look: 'btn-primary', Icon: Play },
  pause: { words: 'Pause', done: 'paused; it guards what it holds and opens nothing', look: '', Icon: Pause },
  stop: { words: 'Stop', done: 'stopped; what it holds stays guarded', look: '', Icon: CircleStop },
  flatten: { words: 'Flatten', done: 'is closing what it holds', look: 'text-error', Icon: Zap },
  delete: { words: 'Delete', done: 'deleted', look: 'text-error', Icon: Trash2 },
};

const QUESTIONS: Partial<Record<StrategyAction, (strategy: Strategy) => string>> = {
  stop: ({ openPositions }) =>
    openPositions > 0
      ? `It evaluates no more bars. Its ${openPositions} open position(s) stay open, with stop and target still guarded.`
      : 'It evaluates no more bars until it is started again.',
  flatten: ({ openPositions }) => `Pauses it and closes its ${openPositions} open position(s) with market orders.`,
  delete: () => 'The definition goes away. Its orders and trades stay in the books.',
};

export function StrategyActions({ strategy, small = false }: { strategy: Strategy; small?: boolean }) {
  const [at, go] = useLocation();
  const path = `strategies/${encodeURIComponent(strategy.id)}`;
  const action = useAction((what: StrategyAction) => (what === 'delete' ? api.delete(path) : api.post(`${path}/${what}`)), {
    done: (what) => `${strategy.name} ${LOOKS[what].done}`,
    failed: `${strategy.name}: that did not work`,
    changes: ['strategies', 'positions', 'orders'],
  });
  if (!useCanTrade()) return null;
  const act = async (what: StrategyAction) => {
    const question = QUESTIONS[what];
    if (question && !(await confirm(`${LOOKS[what].words} ${strategy.name}?`, question(strategy), LOOKS[what].words))) return;
    action.mutate(what, { onSuccess: () => what === 'delete' && at !== '/strategies' && go('/strategies') });
  };
  return (
    <span className="flex flex-wrap gap-1.5">
      {actionsOf(strategy.status, strategy.openPositions).map((what) => {
        const { words, look, Icon } = LOOKS[what];
        return (
          <button
            key={what}
            type="button"
            data-testid={`strategy-${what}-${strategy.id}`}
            aria-label={`${words} ${strategy.name}`}
            disabled={action.isPending}
            className={`btn ${small ? 'btn-xs' : 'btn-sm'} ${look}`}
            onClick={() => void act(what)}
          >
            <Icon aria-hidden className="size-3.5" /> {words}
          </button>
        );
      })}
    </span>
  );
}
