import { CircleCheck, CircleDashed } from 'lucide-react';
import type { Condition } from '../wire.js';

/** Each condition of an entry, whether it is met, and why. */
export function Checklist({ conditions }: { conditions: readonly Condition[] }) {
  const open = conditions.filter((condition) => !condition.met).length;
  return (
    <div className="flex flex-col gap-3">
      <ul className="flex flex-col gap-2.5">
        {conditions.map(({ name, met, detail }) => (
          <li key={name} data-testid="condition" data-met={met} className="flex items-start gap-2.5 text-[13px]">
            {met ? (
              <CircleCheck aria-label="met" className="mt-0.5 size-4 shrink-0 text-success" />
            ) : (
              <CircleDashed aria-label="not met" className="mt-0.5 size-4 shrink-0 text-soft" />
            )}
            <span>
              <span className="font-medium">{name}</span>
              <span className="block text-soft">{detail}</span>
            </span>
          </li>
        ))}
      </ul>
      <p className={`rounded-field px-3 py-2 text-[13px] ${open === 0 ? 'bg-success/12 font-medium text-success' : 'bg-base-200 text-soft'}`}>
        {open === 0 ? 'All conditions met: it enters when the bar closes.' : `${open} of ${conditions.length} conditions not met.`}
      </p>
    </div>
  );
}
