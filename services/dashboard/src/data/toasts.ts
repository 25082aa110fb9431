import { create } from 'zustand';

export interface Toast {
  readonly id: number;
  readonly tone: 'good' | 'bad' | 'info';
  readonly title: string;
  readonly detail: string;
}

const STAYS_MS = { good: 5_000, info: 6_000, bad: 12_000 };
const MOST = 4;
let last = 0;

export const useToasts = create<{ toasts: readonly Toast[] }>(() => ({ toasts: [] }));

/** Says something that happened; each toast has its own timer, so none clears another. */
export function toast(tone: Toast['tone'], title: string, detail = ''): void {
  const id = ++last;
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, { id, tone, title, detail }].slice(-MOST) }));
  window.setTimeout(() => dismiss(id), STAYS_MS[tone]);
}

export function dismiss(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((one) => one.id !== id) }));
}
