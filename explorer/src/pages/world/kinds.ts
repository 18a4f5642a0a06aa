/** The kinds of item, as pages call them. */
export const KINDS: readonly (readonly [kind: string, plural: string])[] = [
  ['community', 'Communities'],
  ['persona', 'Personas'],
  ['rule', 'Rules'],
  ['organization', 'Organizations'],
  ['character', 'Characters'],
  ['thread_template', 'Templates'],
  ['comment_flow', 'Flows'],
  ['event_card', 'Events'],
  ['meme_seed', 'Memes'],
];

/** What several items of a kind are called. */
export const pluralOf = (kind: string): string =>
  kind === 'board' ? 'Boards' : (KINDS.find(([name]) => name === kind)?.[1] ?? kind);
