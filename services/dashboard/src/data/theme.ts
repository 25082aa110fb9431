import { create } from 'zustand';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
const KEY = 'sofi-theme';
const dark = window.matchMedia('(prefers-color-scheme: dark)');

const stored = localStorage.getItem(KEY);
export const useTheme = create<{ theme: Theme; shown: 'light' | 'dark' }>(() => ({ theme: THEMES.find((theme) => theme === stored) ?? 'system', shown: 'dark' }));

function show(): void {
  const { theme } = useTheme.getState();
  const shown = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
  document.documentElement.dataset['theme'] = `sofi-${shown}`;
  useTheme.setState({ shown });
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  useTheme.setState({ theme });
  show();
}

dark.addEventListener('change', show);
show();
