import { useMutation } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState, type FormEvent } from 'react';
import riskSchema from 'virtual:risk-settings-schema';
import { api, ApiError, wordsOf } from '../data/api.js';
import { queryClient } from '../data/query-client.js';
import { toast } from '../data/toasts.js';
import { byField, complaints, fieldsOf, textsOf, valuesOf } from '../logic/schema-form.js';
import { symbolsIn, TIMEFRAMES, timeframeWords } from '../logic/strategy-words.js';
import type { Strategy, StrategyType, Timeframe } from '../wire.js';
import { Drawer } from './dialog.js';
import { Field } from './field.js';
import { SchemaFields } from './schema-fields.js';

const riskFields = fieldsOf(riskSchema);

/** Create, or edit what is stored; every value that is shown is the value that is sent. */
export function StrategyForm({ types, stored, onClose }: { types: readonly StrategyType[]; stored?: Strategy; onClose: (saved?: Strategy) => void }) {
  const form = useStrategyDraft(types, stored);
  const save = useMutation({
    mutationFn: () => (stored ? api.put<Strategy>(`strategies/${encodeURIComponent(stored.id)}`, form.body()) : api.post<Strategy>('strategies', form.body())),
    onSuccess: async (strategy) => {
      toast('good', stored ? `${strategy.name} saved` : `${strategy.name} created`, stored ? '' : 'It is stopped; start it when you are ready.');
      await queryClient.invalidateQueries({ queryKey: ['strategies'] });
      onClose(strategy);
    },
  });
  const said = save.error instanceof ApiError ? byField(save.error.errors) : {};
  const wrong = { ...said, ...form.wrong };
  const sheet = useRef<HTMLFormElement>(null);
  useEffect(() => sheet.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), [save.error, form.checked]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (form.check() && !save.isPending) save.mutate();
  };
  const symbolsWrong = Object.entries(wrong).find(([field]) => field.startsWith('symbols'))?.[1];
  return (
    <Drawer wide title={stored ? `Edit ${stored.name}` : 'New strategy'} lead={form.type?.description} onClose={() => onClose()}>
      <form ref={sheet} className="flex min-h-0 flex-1 flex-col" onSubmit={submit} noValidate>
        <div className="flex flex-1 flex-col gap-5 overflow-y-auto px-5 py-4">
          <Group title="What it trades">
            <div className="grid grid-cols-1 gap-x-4 gap-y-2 sm:grid-cols-2">
              <Field label="Name" error={wrong['name']}>
                {(wiring) => (
                  <input
                    {...wiring}
                    data-testid="strategy-name"
                    className="input w-full"
                    autoFocus
                    maxLength={80}
                    placeholder="Apple dip buyer"
                    value={form.name}
                    onChange={(event) => form.setName(event.target.value)}
                  />
                )}
              </Field>
              <Field label="Strategy type" error={wrong['type']}>
                {(wiring) => (
                  <select
                    {...wiring}
                    data-testid="strategy-type"
                    className="select w-full"
                    value={form.type?.type ?? ''}
                    disabled={stored !== undefined}
                    onChange={(event) => form.chooseType(event.target.value)}
                  >
                    {types.map(({ type, title }) => (
                      <option key={type} value={type}>
                        {title}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
              <Field label="Symbols" hint="one or more, with commas between" error={symbolsWrong}>
                {(wiring) => (
                  <input
                    {...wiring}
                    data-testid="strategy-symbols"
                    className="input w-full"
                    spellCheck={false}
                    placeholder="AAPL, MSFT"
                    value={form.symbols}
                    onChange={(event) => form.setSymbols(event.target.value.toUpperCase())}
                  />
                )}
              </Field>
              <Field label="Timeframe" hint="it decides when such a bar closes" error={wrong['timeframe']}>
                {(wiring) => (
                  <select
                    {...wiring}
                    data-testid="strategy-timeframe"
                    className="select w-full"
                    value={form.timeframe}
                    onChange={(event) => form.setTimeframe(event.target.value as Timeframe)}
                  >
                    {TIMEFRAMES.map((timeframe) => (
                      <option key={timeframe} value={timeframe}>
                        {timeframeWords(timeframe)}
                      </option>
                    ))}
                  </select>
                )}
              </Field>
            </div>
          </Group>
          {form.fields.length > 0 && (
            <Group title="Parameters">
              <SchemaFields group="parameters" fields={form.fields} texts={form.parameters} wrong={wrong} change={form.setParameter} />
            </Group>
          )}
          <Group title="Risk">
            <SchemaFields group="risk" fields={riskFields} texts={form.risk} wrong={wrong} change={form.setRisk} />
          </Group>
        </div>
        <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-base-300 px-5 py-4">
          {save.isError && (
            <p role="alert" data-testid="strategy-error" className="mr-auto max-w-72 text-[13px] text-error">
              {Object.keys(said).length > 0 ? 'Nothing is saved yet: see the marked fields.' : wordsOf(save.error)}
            </p>
          )}
          <button type="button" className="btn btn-ghost btn-sm" onClick={() => onClose()}>
            Cancel
          </button>
          <button type="submit" data-testid="strategy-save" className="btn btn-primary btn-sm" disabled={save.isPending}>
            {save.isPending && <span className="loading loading-spinner loading-xs" />} {stored ? 'Save changes' : 'Create strategy'}
          </button>
        </footer>
      </form>
    </Drawer>
  );
}

function Group({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-2 text-xs font-semibold tracking-wide text-soft">{title}</legend>
      {children}
    </fieldset>
  );
}

function useStrategyDraft(types: readonly StrategyType[], stored: Strategy | undefined) {
  const [typeName, setTypeName] = useState(stored?.type ?? types[0]?.type ?? '');
  const type = types.find((one) => one.type === typeName);
  const fields = useMemo(() => fieldsOf(type?.parameters ?? {}), [type]);
  const [name, setName] = useState(stored?.name ?? '');
  const [symbols, setSymbols] = useState(stored?.symbols.join(', ') ?? '');
  const [timeframe, setTimeframe] = useState<Timeframe>(stored?.timeframe ?? '1m');
  const [parameters, setParameters] = useState(() => textsOf(fields, stored?.parameters));
  const [risk, setRisk] = useState(() => textsOf(riskFields, { ...stored?.risk }));
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const [checked, setChecked] = useState(0);
  const forget = (field: string) => setWrong(({ [field]: _gone, ...rest }) => rest);
  return {
    type,
    fields,
    name,
    symbols,
    timeframe,
    parameters,
    risk,
    wrong,
    checked,
    setName: (text: string) => (setName(text), forget('name')),
    setSymbols: (text: string) => (setSymbols(text), forget('symbols')),
    setTimeframe,
    chooseType: (next: string) => {
      setTypeName(next);
      setParameters(textsOf(fieldsOf(types.find((one) => one.type === next)?.parameters ?? {})));
    },
    setParameter: (field: string, text: string) => (setParameters((before) => ({ ...before, [field]: text })), forget(`parameters.${field}`)),
    setRisk: (field: string, text: string) => (setRisk((before) => ({ ...before, [field]: text })), forget(`risk.${field}`)),
    body: () => ({ name: name.trim(), type: typeName, symbols: symbolsIn(symbols), timeframe, parameters: valuesOf(fields, parameters), risk: valuesOf(riskFields, risk) }),
    check: () => {
      const found = {
        ...(name.trim() === '' ? { name: 'needs a name' } : {}),
        ...(symbolsIn(symbols).length === 0 ? { symbols: 'needs at least one symbol' } : {}),
        ...complaints(fields, parameters, 'parameters'),
        ...complaints(riskFields, risk, 'risk'),
      };
      setWrong(found);
      setChecked((times) => times + 1);
      return Object.keys(found).length === 0;
    },
  };
}
