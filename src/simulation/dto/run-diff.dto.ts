import { ApiProperty } from '@nestjs/swagger';
import { Fraction } from '../../common/index.js';
import type { CommentChange, CommentCounts } from '../diff/comment-changes.js';
import type { ComparedRound, ComparedValue, FirstDifference, RunDiff } from '../diff/run-diff.js';
import type { RoundFigures } from '../diff/thread-figures.js';

/** What JSON has. */
const ANY_VALUE = ['string', 'number', 'boolean', 'null', 'object', 'array'].map((type) =>
  type === 'array' ? { type, items: {} } : { type },
);

/** Where two logs part. */
class FirstDifferenceDto implements FirstDifference {
  /** The first row that is not the same: in the left log, or in the right one when the left one has ended. */
  seq: number;
  /** The first row of the left log that the right one does not have; null when the left one has ended. */
  left_seq: number | null;
  /** The first row of the right log that the left one does not have; null when the right one has ended. */
  right_seq: number | null;
  /** @example "round" */
  type: string;
  /** Null when the row belongs to no round. */
  round: number | null;
  /**
   * The members that differ; none when one log has ended.
   * @example ["text", "claim"]
   */
  fields: string[];
}

/** Two values of one thing. */
class ComparedValueDto implements ComparedValue {
  /** @example "thread_status" */
  name: string;
  /** Null when there is none. */
  @ApiProperty({ oneOf: ANY_VALUE, example: 'visible' })
  left: unknown;
  @ApiProperty({ oneOf: ANY_VALUE, example: 'hidden' })
  right: unknown;
}

/** The figures of a round. */
class RoundFiguresDto implements RoundFigures {
  participant_count: number;
  comment_count: number;
  upvote_count: number;
  report_count: number;
  @Fraction() max_score: number;
  /** Of the thread, at the round's end. */
  status: string;
}

/** How many comments say the same in both runs. Votes and scores are not compared here. */
class CommentCountsDto implements CommentCounts {
  same: number;
  /** The same persona spoke, and said something else. */
  changed: number;
  only_left: number;
  only_right: number;
}

/** A comment that is not the same in both runs. */
class CommentChangeDto implements CommentChange {
  kind: 'changed' | 'only_left' | 'only_right';
  persona_id: string;
  /** Its row in the left log; null when it is not there. */
  left_seq: number | null;
  right_seq: number | null;
}

/** One round of two runs. */
class ComparedRoundDto implements ComparedRound {
  round: number;
  /** Null when the round was not played to its end. */
  left: RoundFiguresDto | null;
  right: RoundFiguresDto | null;
  comments: CommentCountsDto;
  changes: CommentChangeDto[];
}

/** What two runs have in common, and what not. Ids, times, durations and retries are no difference. */
export class RunDiffDto implements RunDiff {
  /** A run id. */
  left: string;
  right: string;
  /** Whether the same happened in both, and they ended alike. */
  equal: boolean;
  /** Rows at the beginning of both logs that say the same; those of stages, attempts and the run's states not counted. */
  common_rows: number;
  first_difference: FirstDifferenceDto | null;
  /** What the runs were asked for, where it differs: `seed.title`, `rounds`, `random_seed` … */
  inputs: ComparedValueDto[];
  /** How the runs ended, whether it differs or not. */
  outcomes: ComparedValueDto[];
  rounds: ComparedRoundDto[];
  /** Sums over all rounds. */
  comments: CommentCountsDto;
}
