/** What a comment does: what answers it has to fit. */
export const SPEECH_ACTS = ['claim', 'question', 'proposal', 'accusation', 'joke'] as const;
export type SpeechAct = (typeof SPEECH_ACTS)[number];

/** How a comment answers another. */
export const REPLY_STANCES = ['agree', 'oppose', 'ask'] as const;
export type ReplyStance = (typeof REPLY_STANCES)[number];
