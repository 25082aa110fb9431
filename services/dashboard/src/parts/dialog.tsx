import { X } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';

/**
 * The browser's own modal dialog: it keeps the focus inside, closes on Esc and makes the rest inert.
 * A drawer at the right on a desk, a sheet from below on a phone.
 */
export function Drawer({ title, lead, onClose, children, wide = false }: { title: ReactNode; lead?: ReactNode; onClose: () => void; children: ReactNode; wide?: boolean }) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Taken before anything inside asks for the focus.
  const [opener] = useState(() => document.activeElement);
  useEffect(() => {
    dialog.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, [opener]);
  return (
    <dialog
      ref={dialog}
      aria-label={typeof title === 'string' ? title : undefined}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => event.target === dialog.current && onClose()}
      className={`fixed inset-auto right-0 bottom-0 m-0 flex max-h-[92dvh] w-full animate-rise flex-col rounded-t-box border-base-300 bg-base-100 overscroll-contain shadow-2xl max-sm:left-0 max-sm:border-t sm:top-0 sm:h-dvh sm:max-h-dvh sm:rounded-none sm:border-l ${wide ? 'sm:w-[40rem]' : 'sm:w-[26rem]'}`}
    >
      <header className="flex items-start justify-between gap-3 border-b border-base-300 px-5 py-4">
        <div className="min-w-0">
          <h2 className="text-base font-semibold">{title}</h2>
          {lead && <div className="mt-0.5 text-[13px] text-soft">{lead}</div>}
        </div>
        <button type="button" className="btn btn-ghost btn-sm btn-square -mr-2" aria-label="Close" onClick={onClose}>
          <X aria-hidden className="size-4" />
        </button>
      </header>
      {children}
    </dialog>
  );
}
