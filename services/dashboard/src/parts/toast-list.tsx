import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { dismiss, useToasts, type Toast } from '../data/toasts.js';

const ICONS = { good: CircleCheck, bad: CircleAlert, info: Info };
const COLOURS = { good: 'text-success', bad: 'text-error', info: 'text-info' };

/** A popover, so that it lies above dialogs, which are in the browser's top layer too. */
export function ToastList() {
  const toasts = useToasts((state) => state.toasts);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (box.current?.matches(':popover-open')) box.current.hidePopover();
    if (toasts.length > 0) box.current?.showPopover();
  }, [toasts]);
  return (
    <div
      ref={box}
      popover="manual"
      role="region"
      aria-label="Messages"
      aria-live="polite"
      className="fixed inset-auto top-26 left-4 m-0 w-88 max-w-[calc(100vw-2rem)] flex-col gap-2 overflow-visible bg-transparent p-0 text-base-content open:flex sm:top-auto sm:bottom-4"
    >
      {toasts.map((toast) => (
        <ToastBox key={toast.id} {...toast} />
      ))}
    </div>
  );
}

function ToastBox({ id, tone, title, detail }: Toast) {
  const Icon = ICONS[tone];
  return (
    <div data-testid="toast" role={tone === 'bad' ? 'alert' : 'status'} className="panel flex animate-rise items-start gap-3 p-3 shadow-xl">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${COLOURS[tone]}`} />
      <div className="min-w-0 flex-1 text-[13px]">
        <p className="font-medium break-words">{title}</p>
        {detail && <p className="mt-0.5 break-words text-soft">{detail}</p>}
      </div>
      <button type="button" aria-label="Dismiss message" className="text-soft hover:text-base-content" onClick={() => dismiss(id)}>
        <X aria-hidden className="size-4" />
      </button>
    </div>
  );
}
