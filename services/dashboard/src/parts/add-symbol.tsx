import { useMutation } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useDeferredValue, useId, useState, type KeyboardEvent } from 'react';
import { api, ApiError, wordsOf } from '../data/api.js';
import { queryClient } from '../data/query-client.js';
import { useSymbolSearch, type Found } from '../data/queries.js';

const MOST = 7;

/** A symbol is offered while it is typed; whether it exists is the server's word, told below the box. */
export function AddSymbol() {
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [marked, setMarked] = useState(-1);
  const list = useId();
  const search = useSymbolSearch(useDeferredValue(text.trim().toUpperCase()));
  const found = open && text.trim() !== '' ? (search.data ?? []).slice(0, MOST) : [];
  const add = useMutation({
    mutationFn: (symbol: string) => api.post('watchlists', { symbol }),
    onSuccess: () => setText(''),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['watchlist'] }),
  });
  const submit = (symbol: string) => {
    setOpen(false);
    setMarked(-1);
    if (symbol.trim() !== '' && !add.isPending) add.mutate(symbol.trim().toUpperCase());
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setOpen(false);
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    setMarked((at) => Math.max(-1, Math.min(found.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1))));
  };
  return (
    <form
      className="relative"
      onSubmit={(event) => {
        event.preventDefault();
        submit(found[marked]?.symbol ?? text);
      }}
    >
      <div className="flex gap-2">
        <input
          data-testid="add-symbol-input"
          className="input input-sm w-44 sm:w-52"
          placeholder="Add symbol, e.g. AAPL"
          aria-label="Symbol to add"
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls={list}
          aria-invalid={add.isError}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setOpen(true);
            setMarked(-1);
            add.reset();
          }}
          onKeyDown={onKey}
          onBlur={() => setOpen(false)}
        />
        <button type="submit" data-testid="add-symbol-submit" className="btn btn-sm btn-primary" disabled={add.isPending || text.trim() === ''}>
          <Plus aria-hidden className="size-4" /> Add
        </button>
      </div>
      <Suggestions id={list} found={found} marked={marked} choose={submit} />
      {add.isError && (
        <p
          role="alert"
          data-testid="add-symbol-error"
          className="absolute top-full right-0 left-0 z-10 mt-1 rounded-field border border-error/30 bg-base-100 px-3 py-2 text-[13px] text-error shadow-lg"
        >
          {reasonOf(add.error, add.variables)}
        </p>
      )}
    </form>
  );
}

/** The rule that was broken, as a sentence about the symbol. */
function reasonOf(error: unknown, symbol: string): string {
  const rule = error instanceof ApiError ? error.errors[0]?.message : undefined;
  if (rule === undefined) return wordsOf(error);
  return rule.includes(symbol) ? rule : `${symbol} ${rule}`;
}

function Suggestions({ id, found, marked, choose }: { id: string; found: readonly Found[]; marked: number; choose: (symbol: string) => void }) {
  return (
    <ul
      id={id}
      role="listbox"
      aria-label="Symbols found"
      className={`absolute top-full right-0 left-0 z-20 mt-1 overflow-hidden rounded-field border border-base-300 bg-base-100 py-1 shadow-xl ${found.length === 0 ? 'hidden' : ''}`}
    >
      {found.map((one, index) => (
        <li
          key={one.symbol}
          role="option"
          aria-selected={index === marked}
          className={`flex cursor-pointer items-baseline gap-2 px-3 py-1.5 text-[13px] hover:bg-base-200 ${index === marked ? 'bg-base-200' : ''}`}
          onMouseDown={() => choose(one.symbol)}
        >
          <span className="font-semibold">{one.symbol}</span>
          <span className="truncate text-xs text-soft">{one.description}</span>
        </li>
      ))}
    </ul>
  );
}
