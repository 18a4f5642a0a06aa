import { plainTable } from './plain-table.js';

/** Two values of one thing. */
interface ComparedValue {
  readonly name: string;
  readonly left: unknown;
  readonly right: unknown;
}

interface RoundFigures {
  readonly comment_count: number;
  readonly upvote_count: number;
  readonly report_count: number;
  readonly status: string;
}

/** What is read of the answer of GET /runs/{run_id}/diff/{other_id}. */
export interface RunDiff {
  readonly left: string;
  readonly right: string;
  readonly equal: boolean;
  readonly common_rows: number;
  readonly first_difference: {
    readonly seq: number;
    readonly type: string;
    readonly round: number | null;
    readonly fields: readonly string[];
  } | null;
  readonly inputs: readonly ComparedValue[];
  readonly outcomes: readonly ComparedValue[];
  readonly rounds: readonly {
    readonly round: number;
    readonly left: RoundFigures | null;
    readonly right: RoundFigures | null;
  }[];
  readonly comments: Readonly<Record<'same' | 'changed' | 'only_left' | 'only_right', number>>;
}

/** Where two runs part and how they differ, for a terminal. Pure. */
export function describeDiff(diff: RunDiff): string {
  const { left, right, equal, common_rows, first_difference: first, comments } = diff;
  if (equal)
    return `The same happened in ${left} and ${right}: ${common_rows} rows, ${comments.same} comments.\n`;
  const where = first
    ? `They part at row ${first.seq} (${first.type}${first.round === null ? '' : `, round ${first.round}`})${
        first.fields.length > 0 ? `: ${first.fields.join(', ')}` : ', where one has ended'
      }.`
    : 'Their rows are the same.';
  const { same, changed, only_left, only_right } = comments;
  return [
    `${left} (left) and ${right} (right) have ${common_rows} rows in common. ${where}`,
    ...section('asked for', diff.inputs),
    ...section('ended with', diff.outcomes),
    '',
    plainTable(
      [
        'round',
        'left: comments',
        'upvotes',
        'reports',
        'thread',
        'right: comments',
        'upvotes',
        'reports',
        'thread',
      ],
      diff.rounds.map(({ round, left: one, right: other }) => [round, ...figures(one), ...figures(other)]),
    ),
    '',
    `Comments: ${same} the same, ${changed} changed, ${only_left} only left, ${only_right} only right.`,
    '',
  ].join('\n');
}

function section(title: string, values: readonly ComparedValue[]): string[] {
  if (values.length === 0) return [];
  return [
    '',
    plainTable(
      [title, 'left', 'right'],
      values.map(({ name, left, right }) => [name, shown(left), shown(right)]),
    ),
  ];
}

const figures = (round: RoundFigures | null): (string | number)[] =>
  round ? [round.comment_count, round.upvote_count, round.report_count, round.status] : ['–', '–', '–', '–'];

const shown = (value: unknown): string =>
  value === null || value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);
