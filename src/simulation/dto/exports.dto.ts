import { IsIn } from 'class-validator';
import { Fraction, IsOptionalNotNull } from '../../common/index.js';
import type { CommentTableRow } from '../exports/comment-table.js';
import type { GraphEdge, GraphNode, ReplyGraph } from '../exports/reply-graph.js';
import type { RoundTableRow } from '../exports/round-figures.js';

/** How a table is written. */
export class TableQueryDto {
  /** Whether CSV begins with a byte order mark, by which spreadsheets know that it is UTF-8. */
  @IsOptionalNotNull()
  @IsIn(['true', 'false'])
  bom?: 'true' | 'false';
}

/** A comment; members that its log does not have are null. */
class CommentTableRowDto implements CommentTableRow {
  /** Of its row in the run log. */
  seq: number;
  round: number;
  persona_id: string | null;
  persona_name: string | null;
  community_id: string | null;
  community_name: string | null;
  account_type: string | null;
  intent: string | null;
  /** What the comment does: claim, question, proposal, … */
  speech_act: string | null;
  /** The speaker's position on the incident: for, against or undecided. */
  position: string | null;
  reply_to_persona_id: string | null;
  reply_stance: string | null;
  evidence_kind: string | null;
  evidence_id: string | null;
  evidence_grade: string | null;
  upvotes: number;
  reports: number;
  views: number;
  @Fraction() score: number;
  /** Of the thread, after the comment. */
  status: string | null;
  withheld: boolean;
  claim: string | null;
  text: string | null;
}

/** The comments of a run, in order. */
export class ThreadDto {
  run_id: string;
  comments: CommentTableRowDto[];
}

/** The figures of a round that was played to its end. Shares are 0 to 1; null where there is nothing to share. */
class RoundTableRowDto implements RoundTableRow {
  round: number;
  participant_count: number;
  comment_count: number;
  upvote_count: number;
  report_count: number;
  @Fraction() max_score: number;
  /** Of the thread, at the round's end. */
  status: string;
  /** Comments of the round that cite something, among its comments. */
  @Fraction() evidence_share: number | null;
  /** Replies of the round to a member of the speaker's own community, among its replies. */
  @Fraction() reply_homophily: number | null;
  /**
   * Variance of the positions of all who have spoken so far, with against, undecided and for as -1, 0 and 1: 0 when all
   * agree, 1 when they are split in halves. Null in logs without positions.
   */
  @Fraction() polarisation: number | null;
}

/** The rounds of a run. */
export class RoundTableDto {
  run_id: string;
  rounds: RoundTableRowDto[];
}

/** A persona who commented, or was answered. Figures are sums over its comments. */
class GraphNodeDto implements GraphNode {
  id: string;
  name: string;
  community_id: string;
  community_name: string;
  comments: number;
  upvotes: number;
  reports: number;
}

/** The answers of one persona to another. */
class GraphEdgeDto implements GraphEdge {
  /** A persona's id. */
  source: string;
  target: string;
  /** How many. */
  weight: number;
  agree: number;
  oppose: number;
  ask: number;
}

/** Who answered whom. */
export class ReplyGraphDto implements ReplyGraph {
  run_id: string;
  nodes: GraphNodeDto[];
  edges: GraphEdgeDto[];
}
