import type { Words } from './words.js';

/** A post of the thread. */
export interface PostPart {
  readonly kind: 'post';
  readonly by: Words;
  /** Votes and reports. */
  readonly received: Words;
  /** Paragraphs, as they were written; none of a comment that was withheld. */
  readonly text: readonly string[];
  /** Why there is no text, or that something in it was blacked out. */
  readonly remark: Words | null;
}

/** What moderation, or somebody who speaks to it, says beside the thread. */
interface AsidePart {
  readonly kind: 'aside';
  readonly by: Words;
  readonly text: readonly string[];
}

/** The parts of a transcript, in order. */
export type TranscriptPart =
  | { readonly kind: 'head'; readonly title: string; readonly facts: readonly Words[] }
  | { readonly kind: 'opening'; readonly title: string; readonly text: readonly string[] }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'note'; readonly text: Words }
  | AsidePart
  | PostPart;
