import type { UseQueryResult } from '@tanstack/react-query';
import { CircleAlert, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { wordsOf } from '../data/api.js';

/** Nothing there, and what to do about it. */
export function Empty({ icon, title, children }: { icon?: ReactNode; title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-10 text-center">
      {icon && <div className="mb-1 text-soft [&>svg]:size-7">{icon}</div>}
      <p className="font-medium">{title}</p>
      {children && <div className="max-w-sm text-[13px] text-soft">{children}</div>}
    </div>
  );
}

export function Failure({ error, retry }: { error: unknown; retry: () => unknown }) {
  return (
    <div role="alert" className="flex flex-col items-center gap-3 px-4 py-8 text-center">
      <CircleAlert aria-hidden className="size-6 text-error" />
      <p className="max-w-md text-[13px]">{wordsOf(error)}</p>
      <button type="button" className="btn btn-sm" onClick={() => void retry()}>
        <RotateCw aria-hidden className="size-3.5" /> Try again
      </button>
    </div>
  );
}

export function Rows({ count = 4, height = 'h-9' }: { count?: number; height?: string }) {
  return (
    <div aria-busy="true" aria-label="Loading" className="flex flex-col gap-2 p-4">
      {Array.from({ length: count }, (_, index) => (
        <div key={index} className={`skeleton ${height} w-full`} />
      ))}
    </div>
  );
}

/** The four states of what is asked from the server. Old data that could not be renewed is shown, and said to be old. */
export function Loaded<T>({ query, skeleton, children }: { query: UseQueryResult<T>; skeleton?: ReactNode; children: (data: T) => ReactNode }) {
  if (query.data === undefined) return query.isError ? <Failure error={query.error} retry={query.refetch} /> : (skeleton ?? <Rows />);
  return (
    <>
      {query.isError && (
        <p role="status" className="mb-2 rounded-field bg-warning/10 px-3 py-1.5 text-xs text-warning">
          Shown as of the last answer. {wordsOf(query.error)}
        </p>
      )}
      {children(query.data)}
    </>
  );
}
