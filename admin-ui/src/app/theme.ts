import { useSyncExternalStore } from 'react';

/** public/theme.js sets the same class by the same key before the first paint. */
const KEY = 'quarry.theme';
const DARK_CLASS = 'pf-v6-theme-dark';

export const THEMES = ['light', 'dark', 'system'] as const;
export type Theme = (typeof THEMES)[number];

export function isDark(theme: Theme, systemIsDark: boolean): boolean {
  return theme === 'dark' || (theme === 'system' && systemIsDark);
}

const listeners = new Set<() => void>();
const system = () => window.matchMedia('(prefers-color-scheme: dark)');

function stored(): Theme {
  return THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? 'system';
}

function apply(): void {
  document.documentElement.classList.toggle(DARK_CLASS, isDark(stored(), system().matches));
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  apply();
  listeners.forEach((listener) => listener());
}

/** The page follows the system while it is open, too. */
export function followSystem(): void {
  system().addEventListener('change', apply);
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, stored);
}
