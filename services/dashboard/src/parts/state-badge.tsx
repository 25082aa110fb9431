import { stateWords } from '../logic/order-words.js';
import { Badge, Dot } from './badge.js';

export function StateBadge({ state }: { state: string }) {
  const { label, tone } = stateWords(state);
  return (
    <Badge tone={tone}>
      <Dot tone={tone} />
      {label}
    </Badge>
  );
}

const STRATEGY_TONES = { running: 'good', paused: 'doubt', stopped: 'quiet' } as const;
const STRATEGY_WORDS = { running: 'Running', paused: 'Paused', stopped: 'Stopped' } as const;
export function StrategyBadge({ status }: { status: keyof typeof STRATEGY_TONES }) {
  return (
    <Badge tone={STRATEGY_TONES[status]}>
      <Dot tone={STRATEGY_TONES[status]} />
      {STRATEGY_WORDS[status]}
    </Badge>
  );
}
