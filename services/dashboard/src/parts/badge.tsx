import type { ReactNode } from 'react';

export type BadgeTone = 'good' | 'bad' | 'busy' | 'doubt' | 'quiet' | 'accent';
const TONES: Record<BadgeTone, string> = {
  good: 'bg-success/15 text-success',
  bad: 'bg-error/15 text-error',
  busy: 'bg-info/15 text-info',
  doubt: 'bg-warning/15 text-warning',
  accent: 'bg-accent/15 text-accent',
  quiet: 'bg-base-300/70 text-soft',
};

export function Badge({ tone, children, title, testId }: { tone: BadgeTone; children: ReactNode; title?: string; testId?: string }) {
  return (
    <span title={title} data-testid={testId} className={`inline-flex items-center gap-1.5 whitespace-nowrap rounded-selector px-2 py-0.5 text-xs font-medium ${TONES[tone]}`}>
      {children}
    </span>
  );
}

const DOTS: Record<BadgeTone, string> = { good: 'bg-success', bad: 'bg-error', busy: 'bg-info', doubt: 'bg-warning', accent: 'bg-accent', quiet: 'bg-soft' };
export function Dot({ tone }: { tone: BadgeTone }) {
  return <span aria-hidden className={`size-2 shrink-0 rounded-full ${DOTS[tone]}`} />;
}
