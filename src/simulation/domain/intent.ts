/** What a persona wants with a comment; one for each axis of the dial. */
export const INTENTS = ['alert', 'evidence', 'mediate', 'safety', 'hype'] as const;
export type Intent = (typeof INTENTS)[number];
