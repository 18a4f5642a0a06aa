import { useSyncExternalStore } from 'react';

/** The colours of tokens.css that charts use. */
export type Colour = 'accent' | 'good' | 'bad' | 'warn' | 'violet' | 'muted' | 'line';

/** What a colour is at the moment, as `#rrggbb`. */
export function colourOf(colour: Colour): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${colour}`).trim();
}

const SCHEME = '(prefers-color-scheme: dark)';

function subscribe(listener: () => void): () => void {
  const list = matchMedia(SCHEME);
  list.addEventListener('change', listener);
  addEventListener('themechange', listener);
  return () => {
    list.removeEventListener('change', listener);
    removeEventListener('themechange', listener);
  };
}

/** Changes whenever the colours do. */
export function useTheme(): string {
  return useSyncExternalStore(subscribe, () => colourOf('accent'));
}
