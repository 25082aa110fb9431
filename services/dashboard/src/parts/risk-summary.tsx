import riskSchema from 'virtual:risk-settings-schema';
import { fieldsOf, titleOf } from '../logic/schema-form.js';
import type { Strategy } from '../wire.js';
import { Panel } from './panel.js';

const RISK_FIELDS = fieldsOf(riskSchema);

/** The settings that this strategy runs with, its own parameters and its limits. */
export function RiskSummary({ strategy }: { strategy: Strategy }) {
  const risk: Readonly<Record<string, unknown>> = { ...strategy.risk };
  const rows = [
    ...Object.entries(strategy.parameters).map(([name, value]) => [titleOf(name), value] as const),
    ...RISK_FIELDS.map((field) => [field.title, risk[field.name]] as const),
  ];
  return (
    <Panel title="Settings" className="lg:col-span-2 xl:col-span-1">
      <dl className="grid grid-cols-[1fr_auto] text-[13px] lg:max-xl:grid-cols-[1fr_auto_1fr_auto]">
        {rows.map(([title, value]) => (
          <div key={title} className="contents">
            <dt className="border-b border-base-300/60 py-1.5 text-soft">{title}</dt>
            <dd className="border-b border-base-300/60 py-1.5 pl-4 text-right font-medium lg:max-xl:pr-6">{String(value)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
