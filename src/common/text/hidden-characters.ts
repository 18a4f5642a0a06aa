/**
 * Characters that turn the direction of the text around them: marks, embeddings, overrides and isolates (UAX #9), and the
 * deprecated ones beside them. A reader sees other words than a program (CVE-2021-42574).
 */
const BIDI_CONTROLS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u206F]/gu;

/** Those, and control characters and line separators; the ordinary ends of lines and tabs are left out. */
const HIDDEN = /[\u061C\u200E\u200F\u2028-\u202E\u2066-\u206F]|(?![\n\t])\p{Cc}/gu;

/** A text without the characters that turn its direction: what is left is shown in the order in which it is stored. */
export function withoutBidiControls(text: string): string {
  return text.replaceAll(BIDI_CONTROLS, '');
}

/**
 * A text for people, in which characters that act instead of being seen are written out (`\u202e`): a terminal, a log
 * viewer or an error message shows what was sent. Line feeds and tabs stay.
 */
export function showHidden(text: string): string {
  return text.replaceAll(
    HIDDEN,
    (character) => String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
