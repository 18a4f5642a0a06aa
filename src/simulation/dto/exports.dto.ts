import { IsIn } from 'class-validator';
import { Fraction, IsOptionalNotNull } from '../../common/index.js';
import type { GraphEdge, GraphNode, ReplyGraph } from '../exports/reply-graph.js';
import type { RoundTableRow } from '../exports/round-figures.js';

/** How a table is written. */
export class TableQueryDto {
  /** Whether CSV begins with a byte order mark, by which spreadsheets know that it is UTF-8. */
  @IsOptionalNotNull()
  @IsIn(['true', 'false'])
  bom?: 'true' | 'false';
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
