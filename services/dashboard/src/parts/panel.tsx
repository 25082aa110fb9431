import type { ReactNode } from 'react';

/** A titled box; `aside` sits at the right of the heading. */
export function Panel({ title, aside, children, flush = false, className = '' }: { title: string; aside?: ReactNode; children: ReactNode; flush?: boolean; className?: string }) {
  return (
    <section className={`panel flex min-w-0 flex-col ${className}`} aria-label={title}>
      <header className="flex min-h-11 flex-wrap items-center justify-between gap-2 px-4 pt-3 pb-2">
        <h2 className="text-sm font-semibold">{title}</h2>
        {aside}
      </header>
      <div className={flush ? 'min-w-0 overflow-x-auto pb-1' : 'min-w-0 px-4 pb-4'}>{children}</div>
    </section>
  );
}

export function PageHead({ title, lead, children }: { title: ReactNode; lead?: ReactNode; children?: ReactNode }) {
  return (
    <div className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {lead && <p className="mt-0.5 text-[13px] text-soft">{lead}</p>}
      </div>
      {children && <div className="flex flex-wrap items-center gap-2">{children}</div>}
    </div>
  );
}

export function Stat({ label, value, note, tone = '' }: { label: string; value: ReactNode; note?: ReactNode; tone?: string }) {
  return (
    <div className="panel min-w-0 px-4 py-3">
      <div className="eyebrow">{label}</div>
      <div className={`mt-1 truncate text-lg font-semibold ${tone}`}>{value}</div>
      {note && <div className="mt-0.5 text-xs text-soft">{note}</div>}
    </div>
  );
}
