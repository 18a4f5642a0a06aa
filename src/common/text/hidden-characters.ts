/**
 * Characters that change the direction of the text around them: marks, embeddings, overrides and isolates (UAX #9), and
 * the deprecated ones next to them. With them, people see other text than programs do (CVE-2021-42574).
 */
const BIDI_CONTROLS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u206F]/gu;

/** Bidi controls, control characters and line separators, except line feed and tab. */
const HIDDEN = /[\u061C\u200E\u200F\u2028-\u202E\u2066-\u206F]|(?![\n\t])\p{Cc}/gu;

/** Removes bidi controls: the rest is displayed in the order in which it is stored. */
export function withoutBidiControls(text: string): string {
  return text.replaceAll(BIDI_CONTROLS, '');
}

/**
 * Escapes hidden characters (`\u202e`), so that a terminal, a log viewer or an error message shows the input as it was
 * sent. Line feeds and tabs stay.
 */
export function showHidden(text: string): string {
  return text.replaceAll(
    HIDDEN,
    (character) => String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
