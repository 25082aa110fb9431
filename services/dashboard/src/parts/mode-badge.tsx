import { FlaskConical, Radio, TestTube } from 'lucide-react';
import { useMode } from '../data/session.js';
import type { Mode } from '../wire.js';

const LOOKS: Record<Mode, { words: string; title: string; look: string; Icon: typeof Radio }> = {
  simulated: { words: 'SIMULATED', title: 'A simulated market and account on this machine. No real money.', look: 'bg-accent/15 text-accent ring-accent/40', Icon: FlaskConical },
  sandbox: { words: 'SANDBOX', title: "The broker's test account. No real money, delayed prices.", look: 'bg-warning/15 text-warning ring-warning/40', Icon: TestTube },
  live: { words: 'LIVE', title: 'Real orders in a real account. Real money.', look: 'bg-error text-error-content ring-error', Icon: Radio },
};

export function ModeBadge() {
  const mode = useMode();
  if (!mode) return <span data-testid="mode-badge" className="skeleton h-6 w-24" aria-label="Mode not known yet" />;
  const { words, title, look, Icon } = LOOKS[mode];
  return (
    <span
      data-testid="mode-badge"
      data-mode={mode}
      title={title}
      className={`inline-flex items-center gap-1.5 rounded-selector px-2 py-1 text-[11px] leading-none font-bold tracking-wider ring-1 ${look}`}
    >
      <Icon aria-hidden className="size-3.5" />
      {words}
    </span>
  );
}

/** A line across the top of every page, so that live money is seen from across the room. */
export function ModeLine() {
  return useMode() === 'live' ? <div aria-hidden className="h-1 bg-error" /> : null;
}
