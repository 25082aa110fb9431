import { Bell } from 'lucide-react';
import { useState } from 'react';
import { useLive } from '../data/live-store.js';
import { dayAndTime } from '../logic/new-york-clock.js';
import type { Alert } from '../wire.js';
import { Badge, type BadgeTone } from './badge.js';

const SEVERITIES: Record<Alert['severity'], { words: string; tone: BadgeTone }> = {
  info: { words: 'Note', tone: 'busy' },
  warning: { words: 'Warning', tone: 'doubt' },
  critical: { words: 'Critical', tone: 'bad' },
};

/** The newest alerts: what, where, and what to do. The dot goes away once they have been looked at. */
export function AlertMenu() {
  const alerts = useLive((state) => state.alerts);
  const [seen, setSeen] = useState(0);
  const unseen = alerts.some((alert) => alert.time > seen && alert.severity !== 'info');
  return (
    <details className="relative" data-testid="alerts" onToggle={() => setSeen(alerts[0]?.time ?? 0)}>
      <summary className="btn btn-ghost btn-sm btn-square relative list-none" aria-label={unseen ? 'Alerts, new ones' : 'Alerts'}>
        <Bell aria-hidden className="size-4" />
        {unseen && <span aria-hidden className="absolute top-1 right-1 size-2 rounded-full bg-error" />}
      </summary>
      <ul className="panel absolute right-0 z-30 mt-2 max-h-96 w-80 max-w-[80vw] overflow-y-auto p-1 text-[13px] shadow-xl">
        {alerts.length === 0 && <li className="px-3 py-4 text-center text-soft">No alerts</li>}
        {alerts.map((alert) => (
          <li key={alert.id} className="border-b border-base-300/60 px-3 py-2.5 last:border-b-0">
            <p className="flex items-center gap-2 text-xs text-soft">
              <Badge tone={SEVERITIES[alert.severity].tone}>{SEVERITIES[alert.severity].words}</Badge>
              {alert.service} · {dayAndTime(alert.time)}
            </p>
            <p className="mt-1 font-medium">{alert.what}</p>
            {alert.whatToDo && <p className="text-soft">{alert.whatToDo}</p>}
          </li>
        ))}
      </ul>
    </details>
  );
}
