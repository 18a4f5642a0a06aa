import type { Schemas } from '../../../api/types.js';

/** The types of rows that a thread, and the charts of it, are made of. */
export const THREAD_TYPES = [
  'context',
  'thread_selected',
  'round',
  'gate',
  'action',
  'notice',
  'notice_reply',
  'appeal',
  'intervention',
  'position_change',
  'cross_inflow',
  'meme_flow',
  'round_summary',
  'end_condition',
] as const;

export type CommentRow = Schemas['RoundRow'];
export type OpeningRow = Schemas['ThreadSelectedRow'];
export type GateRow = Schemas['GateRow'];
export type Stance = 'for' | 'against' | 'undecided';

/** Something that stands in a thread, in the order of the log. */
export type ThreadItem =
  | {
      readonly kind: 'opening';
      readonly row: OpeningRow;
      readonly objections: readonly GateRow[];
      readonly round: 0;
    }
  | {
      readonly kind: 'comment';
      readonly row: CommentRow;
      readonly objections: readonly GateRow[];
      readonly answered: CommentRow | null;
      readonly round: number;
    }
  | { readonly kind: 'round'; readonly row: Schemas['RoundSummaryRow']; readonly round: number }
  | { readonly kind: 'action'; readonly row: Schemas['ActionRow']; readonly round: number }
  | { readonly kind: 'notice'; readonly row: Schemas['NoticeRow']; readonly round: number }
  | { readonly kind: 'notice_reply'; readonly row: Schemas['NoticeReplyRow']; readonly round: number }
  | { readonly kind: 'appeal'; readonly row: Schemas['AppealRow']; readonly round: number }
  | { readonly kind: 'intervention'; readonly row: Schemas['InterventionRow']; readonly round: number }
  | {
      readonly kind: 'position_change';
      readonly row: Schemas['PositionChangeRow'];
      readonly because: CommentRow | null;
      readonly round: number;
    }
  | { readonly kind: 'cross_inflow'; readonly row: Schemas['CrossInflowRow']; readonly round: number }
  | { readonly kind: 'end'; readonly row: Schemas['EndConditionRow']; readonly round: number };

/** Names of what rows call by its id. */
export type Names = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;
