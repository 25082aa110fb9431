import { useId, type ReactNode } from 'react';

interface Wiring {
  readonly id: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string;
}

/** Label, input, hint, and what is wrong with it, in place. */
export function Field({
  label,
  hint,
  error,
  children,
  className = '',
}: {
  label: string;
  hint?: string;
  error?: string | undefined;
  children: (wiring: Wiring) => ReactNode;
  className?: string;
}) {
  const id = useId();
  return (
    <div className={`flex min-w-0 flex-col gap-1 ${className}`}>
      <label htmlFor={id} className="text-[13px] font-medium">
        {label}
      </label>
      {children({ id, 'aria-invalid': error !== undefined, 'aria-describedby': `${id}-note` })}
      <p id={`${id}-note`} className={`text-xs ${error ? 'text-error' : 'text-soft'}`} role={error ? 'alert' : undefined}>
        {error ?? hint ?? ''}
      </p>
    </div>
  );
}

/** One of a few, as a row of buttons. */
export function Choice<T extends string>({
  label,
  options,
  value,
  onChange,
  words,
  testId,
}: {
  label: string;
  options: readonly T[];
  value: T;
  onChange: (value: T) => void;
  words: (value: T) => ReactNode;
  testId?: string;
}) {
  return (
    <div role="group" aria-label={label} data-testid={testId} className="inline-flex max-w-full self-start overflow-x-auto rounded-field border border-base-300 bg-base-200 p-0.5">
      {options.map((option) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === value}
          data-testid={testId && `${testId}-${option}`}
          onClick={() => onChange(option)}
          className={`flex items-center gap-1.5 whitespace-nowrap rounded-[6px] px-2.5 py-1 text-xs font-medium ${option === value ? 'bg-base-100 text-base-content shadow-sm ring-1 ring-base-300' : 'text-soft hover:text-base-content'}`}
        >
          {words(option)}
        </button>
      ))}
    </div>
  );
}
