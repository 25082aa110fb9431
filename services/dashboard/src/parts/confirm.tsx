import { useEffect, useRef } from 'react';
import { create } from 'zustand';

interface Question {
  readonly title: string;
  readonly detail: string;
  readonly action: string;
  readonly danger: boolean;
  readonly answer: (yes: boolean) => void;
}

const useQuestion = create<{ question: Question | undefined }>(() => ({ question: undefined }));

/** Asks before something that cannot be taken back; resolves with what the person chose. */
export function confirm(title: string, detail: string, action: string, danger = true): Promise<boolean> {
  return new Promise((resolve) => {
    const answer = (yes: boolean) => {
      useQuestion.setState({ question: undefined });
      resolve(yes);
    };
    useQuestion.setState({ question: { title, detail, action, danger, answer } });
  });
}

export function ConfirmDialog() {
  const question = useQuestion((state) => state.question);
  return question ? <Asking key={question.title} {...question} /> : null;
}

function Asking({ title, detail, action, danger, answer }: Question) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      role="alertdialog"
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        answer(false);
      }}
      className="m-auto w-[26rem] max-w-[calc(100vw-2rem)] animate-rise rounded-box border border-base-300 bg-base-100 p-5 shadow-2xl"
    >
      <h2 className="text-base font-semibold">{title}</h2>
      <p className="mt-2 text-[13px] text-soft">{detail}</p>
      <div className="mt-5 flex justify-end gap-2">
        <button type="button" className="btn btn-sm btn-ghost" autoFocus onClick={() => answer(false)}>
          Keep as it is
        </button>
        <button type="button" data-testid="confirm-yes" className={`btn btn-sm ${danger ? 'btn-error' : 'btn-primary'}`} onClick={() => answer(true)}>
          {action}
        </button>
      </div>
    </dialog>
  );
}
