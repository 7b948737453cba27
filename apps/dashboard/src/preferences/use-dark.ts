import { useSyncExternalStore } from 'react';

const query = '(prefers-color-scheme: dark)';

function isDark(): boolean {
  const chosen = document.documentElement.dataset['theme'];
  return chosen === undefined ? matchMedia(query).matches : chosen === 'dark';
}

function subscribe(listener: () => void): () => void {
  const media = matchMedia(query);
  const observer = new MutationObserver(listener);
  media.addEventListener('change', listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => {
    media.removeEventListener('change', listener);
    observer.disconnect();
  };
}

/** Whether the page is dark now, by choice or by the system. */
export const useDark = (): boolean => useSyncExternalStore(subscribe, isDark, () => false);
