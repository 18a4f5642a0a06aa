import { codes } from './codes.js';
import { countdownRisk, evidenceWatch } from './evidence-watch.js';
import type { ChecklistItem, StoryChecklist } from './report.js';
import type { RunFacts } from './run-facts.js';

/** Where a meme has really gone round. */
const SPREAD_PHASES = new Set(['factory_amplify', 'backflow']);

/** What a story needs, and whether this run gives it: `ok`, there but weak (`risk`), or `missing`. */
export function storyChecklist(facts: RunFacts): StoryChecklist {
  return {
    countdown_risk: countdown(facts),
    evidence_grade: evidenceGrade(facts),
    board_migration_clue: boardMigration(facts),
    meme: meme(facts),
    event_card: eventCard(facts),
  };
}

function countdown(facts: RunFacts): ChecklistItem {
  const { expires_in_hours } = evidenceWatch(facts);
  const { evidence_expiry_hours } = facts.seed;
  const status = countdownRisk(expires_in_hours) === 'low' ? 'ok' : 'risk';
  return {
    label: 'countdown_risk',
    status,
    details: codes({ expires_in_hours, evidence_expiry_hours, rounds: facts.ended_round }),
  };
}

/** Good evidence that somebody cites. */
function evidenceGrade({ seed, comments }: RunFacts): ChecklistItem {
  const cited = comments.filter(({ evidence }) => evidence !== null).length;
  const isWeak = seed.evidence_grade === 'C' || cited === 0;
  return {
    label: 'evidence_grade',
    status: seed.evidence_grade === '' ? 'missing' : isWeak ? 'risk' : 'ok',
    details: codes({ grade: seed.evidence_grade, cited, comments: comments.length }),
  };
}

/** People who came over, and were heard. */
function boardMigration({ inflows, comments }: RunFacts): ChecklistItem {
  const label = 'board_migration_clue';
  const [first] = inflows;
  if (!first) return { label, status: 'missing', details: codes({ inflows: 0 }) };
  const { from_board_id: from, to_board_id: to, round, reason, arrivals } = first;
  const spoken = comments.filter(
    (comment) => comment.round > round && arrivals.includes(comment.speaker.persona_id),
  ).length;
  const details = codes({ from, to, round, reason, arrivals: arrivals.join(', '), comments: spoken });
  return { label, status: spoken > 0 ? 'ok' : 'risk', details };
}

/** A meme that went round. */
function meme({ meme_seed_id, memes, passages }: RunFacts): ChecklistItem {
  const last = memes.at(-1);
  const id = last?.meme_seed_id || meme_seed_id;
  if (id === '') return { label: 'meme', status: 'missing', details: codes({ rounds: 0 }) };
  const peak_heat = Math.max(0, ...memes.map(({ heat }) => heat));
  const phase = last?.phase ?? '';
  return {
    label: 'meme',
    status: SPREAD_PHASES.has(phase) ? 'ok' : 'risk',
    details: codes({ id, ...nameOf(passages.get(`meme_seed:${id}`)), phase, peak_heat }),
  };
}

/** An event that somebody brought up. */
function eventCard({ event_card_id: id, passages, comments }: RunFacts): ChecklistItem {
  const label = 'event_card';
  if (id === '') return { label, status: 'missing', details: codes({ cited: 0 }) };
  const passage = `event_card:${id}`;
  const cited = comments.filter(({ evidence }) => evidence?.id === passage).length;
  const details = codes({ id, ...nameOf(passages.get(passage)), cited });
  return { label, status: cited > 0 ? 'ok' : 'risk', details };
}

function nameOf(passage: { readonly source: string } | undefined): { name?: string } {
  return passage ? { name: passage.source } : {};
}
