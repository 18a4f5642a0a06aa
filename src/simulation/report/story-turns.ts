import type {
  NearHiddenFact,
  NoticeReport,
  PositionChange,
  ReportedIntervention,
  ReportedModeration,
} from './report.js';
import type { RunEvents } from './run-events.js';
import type { RunFacts } from './run-facts.js';
import type { SaidFact } from './said-facts.js';
import type { ThreadComment } from './thread-comment.js';

/** Who moved whom, in the order in which it happened. */
export function positionChanges({ positions, comments, names }: RunFacts): PositionChange[] {
  const bySeq = new Map(comments.map((comment) => [comment.seq, comment]));
  return positions.map(({ seq, round, persona_id, from, to, reason, because }) => {
    const comment = because === null ? undefined : bySeq.get(because);
    return {
      persona_id,
      name: names.of('persona', persona_id),
      round,
      seq,
      from,
      to,
      reason,
      because: comment ? saidIn(comment) : null,
    };
  });
}

/** Which comments came near which hidden fact: its number in the seed, and nothing of its words. */
export function nearHiddenFacts({ comments, seed }: RunFacts): NearHiddenFact[] {
  const indexes = Array.from({ length: seed.hidden_fact_count }, (_, index) => index);
  return indexes.flatMap((index) => {
    const near = comments.filter(({ near_hidden_fact }) => near_hidden_fact === index);
    return near.length === 0 ? [] : [{ index, comments: near.map(saidIn) }];
  });
}

function saidIn({ speaker, seq, round, quote }: ThreadComment) {
  return { ...speaker, seq, round, quote };
}

/** What happened from outside, and who took it up; nothing when there was none. */
export function interventionsOf(
  { interventions, comments }: RunFacts,
  events: RunEvents,
): { readonly interventions?: readonly ReportedIntervention[] } {
  if (interventions.length === 0) return {};
  const told = events.interventions;
  return {
    interventions: interventions.map(({ round, seq, kind }, index) => ({
      round,
      seq,
      kind,
      text: told[index] ?? '',
      taken_up: comments.filter(({ takes_up }) => seq !== null && takes_up.includes(seq)).map(saidIn),
    })),
  };
}

/** What was reported, what moderators told the thread, who answered, and how the author appealed. */
export function moderationOf({
  report_reasons,
  notices,
  noticeReplies,
  appeals,
}: RunFacts): ReportedModeration {
  const last = appeals.at(-1);
  return {
    report_reasons: Object.fromEntries(report_reasons),
    notices: notices.map((notice, index) =>
      noticeOf(notice, repliesTo(notice, notices[index + 1], noticeReplies)),
    ),
    appeal: last
      ? {
          persona_id: last.persona_id,
          name: last.name,
          round: last.round,
          seq: last.seq,
          outcome: last.code,
          text: last.text,
          answer: last.answer,
        }
      : null,
  };
}

function noticeOf(
  { kind, reason, round, seq, text }: SaidFact,
  replies: NoticeReport['replies'],
): NoticeReport {
  return { kind, reason, round, seq, text, replies };
}

/** The replies of a notice's kind and round, up to the next notice. */
function repliesTo(
  notice: SaidFact,
  next: SaidFact | undefined,
  all: readonly SaidFact[],
): NoticeReport['replies'] {
  const isIts = ({ kind, round, seq }: SaidFact) =>
    kind === notice.kind &&
    round === notice.round &&
    (seq ?? 0) >= (notice.seq ?? 0) &&
    (seq ?? 0) <= (next?.seq ?? Infinity);
  return all.filter(isIts).map(({ persona_id, name, round, seq, code: stance, text }) => {
    return { persona_id, name, round, seq, stance, text };
  });
}
