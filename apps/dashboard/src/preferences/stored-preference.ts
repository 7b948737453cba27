import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // Storage is blocked: the choice then lasts as long as the page.
  }
}

/**
 * A choice of the reader's, kept in localStorage and shared with the other tabs. Before the page is alive, and when
 * nothing valid is stored, it is `otherwise`.
 */
export function useStoredPreference<T extends string>(
  key: string,
  choices: readonly T[],
  otherwise: T,
): [T, (value: T) => void] {
  const value = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      window.addEventListener('storage', listener);
      return () => {
        listeners.delete(listener);
        window.removeEventListener('storage', listener);
      };
    },
    () => choices.find((choice) => choice === (chosen.get(key) ?? read(key))) ?? otherwise,
    () => otherwise,
  );
  const set = (next: T) => {
    chosen.set(key, next);
    try {
      localStorage.setItem(key, next);
    } catch {
      // As above.
    }
    for (const listener of listeners) listener();
  };
  return [value, set];
}

/** Choices of this page, for when storage is blocked; another tab's later choice is not overridden by them. */
const chosen = new Map<string, string>();
if (typeof window !== 'undefined') {
  window.addEventListener('storage', ({ key }) => void (key === null ? chosen.clear() : chosen.delete(key)));
}
