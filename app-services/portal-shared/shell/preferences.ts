import { applyDensity, applyMode, Density, Mode } from '@cloudscape-design/global-styles';
import { useSyncExternalStore } from 'react';

export type Theme = 'system' | 'light' | 'dark';
export interface Preferences {
  theme: Theme;
  density: 'comfortable' | 'compact';
}

/** How a person likes the page: no secret, so it may outlive the tab. */
const KEY = 'preferences';
const DEFAULTS: Preferences = { theme: 'system', density: 'comfortable' };
const systemDark = window.matchMedia('(prefers-color-scheme: dark)');

function read(): Preferences {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>;
    const theme = stored.theme === 'light' || stored.theme === 'dark' ? stored.theme : DEFAULTS.theme;
    return { theme, density: stored.density === 'compact' ? 'compact' : DEFAULTS.density };
  } catch {
    return DEFAULTS; // a browser may forbid storage, and anything may stand there
  }
}

let preferences = read();
const listeners = new Set<() => void>();

function apply(): void {
  const dark = preferences.theme === 'dark' || (preferences.theme === 'system' && systemDark.matches);
  applyMode(dark ? Mode.Dark : Mode.Light);
  applyDensity(preferences.density === 'compact' ? Density.Compact : Density.Comfortable);
  document.documentElement.style.colorScheme = dark ? 'dark' : 'light'; // scroll bars, and the page before its CSS
}

/** Applies them before anything is rendered, and follows the system from then on. */
export function startPreferences(): void {
  apply();
  systemDark.addEventListener('change', apply);
}

export function setPreferences(change: Partial<Preferences>): void {
  preferences = { ...preferences, ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // They last as long as the page, then.
  }
  apply();
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export const usePreferences = (): Preferences => useSyncExternalStore(subscribe, () => preferences);
