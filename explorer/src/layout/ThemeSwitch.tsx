import { useState } from 'react';

const THEMES = ['auto', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
const WORDS: Readonly<Record<Theme, string>> = { auto: 'as the system', light: 'light', dark: 'dark' };

function readTheme(): Theme {
  const { theme } = document.documentElement.dataset;
  return theme === 'light' || theme === 'dark' ? theme : 'auto';
}

/** Applies a theme, and remembers it. */
function applyTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'auto') delete dataset['theme'];
  else dataset['theme'] = theme;
  try {
    if (theme === 'auto') localStorage.removeItem('theme');
    else localStorage.setItem('theme', theme);
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
  dispatchEvent(new Event('themechange'));
}

/** Switches between the system's theme, light and dark. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState(readTheme);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'auto';
  const change = () => {
    applyTheme(next);
    setTheme(next);
  };
  return (
    <button
      type="button"
      className="quiet icon"
      onClick={change}
      aria-label={`Colours: ${WORDS[theme]}. Switch to ${WORDS[next]}`}
      title={`Colours: ${WORDS[theme]}`}
    >
      <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
        <circle
          cx="10"
          cy="10"
          r="7"
          fill={theme === 'light' ? 'none' : 'currentColor'}
          stroke="currentColor"
          strokeWidth="1.6"
        />
        {theme === 'auto' && <path d="M10 3a7 7 0 0 1 0 14z" className="theme-half" />}
      </svg>
    </button>
  );
}
