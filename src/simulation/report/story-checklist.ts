import { memePhaseWords } from '../transcript/round-sentences.js';
import { countdownRisk, evidenceWatch } from './evidence-watch.js';
import type { ChecklistItem, StoryChecklist } from './report.js';
import type { RunFacts } from './run-facts.js';
import { counted, listed, oneDecimal, sentence, times } from '../domain/wording.js';

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
  const { expires_in_hours: left } = evidenceWatch(facts);
  const { evidence_expiry_hours: all } = facts.seed;
  const status = countdownRisk(left) === 'low' ? 'ok' : 'risk';
  const details = `${sentence(counted(left, 'hour'))} of ${all} ${left === 1 ? 'is' : 'are'} left after ${counted(facts.ended_round, 'round')}.`;
  return { label: 'countdown_risk', status, details };
}

/** Good evidence that somebody cites. */
function evidenceGrade({ seed, comments }: RunFacts): ChecklistItem {
  const cited = comments.filter(({ evidence }) => evidence !== null).length;
  const isWeak = seed.evidence_grade === 'C' || cited === 0;
  const grade =
    seed.evidence_grade === ''
      ? 'The evidence has no grade'
      : `The evidence is of grade ${seed.evidence_grade}`;
  return {
    label: 'evidence_grade',
    status: seed.evidence_grade === '' ? 'missing' : isWeak ? 'risk' : 'ok',
    details: `${grade}; ${counted(cited, 'comment')} of ${comments.length} ${cited === 1 ? 'cites' : 'cite'} a source.`,
  };
}

/** People who came over, and were heard. */
function boardMigration({ inflows, comments, names }: RunFacts): ChecklistItem {
  const label = 'board_migration_clue';
  const [first] = inflows;
  if (!first) return { label, status: 'missing', details: 'Nobody came over from another board.' };
  const { to_board_id, round, arrivals } = first;
  const spoken = comments.filter(
    (comment) => comment.round > round && arrivals.includes(comment.speaker.persona_id),
  ).length;
  const who = listed(arrivals.map((id) => names.of('persona', id)));
  const came = `${who === '' ? 'Nobody' : who} came over from ${names.of('board', to_board_id)} in round ${round}`;
  return {
    label,
    status: spoken > 0 ? 'ok' : 'risk',
    details: `${came}, and made ${counted(spoken, 'comment')}.`,
  };
}

/** A meme that went round. */
function meme({ meme_seed_id, memes, names }: RunFacts): ChecklistItem {
  const last = memes.at(-1);
  const id = last?.meme_seed_id || meme_seed_id;
  if (id === '') return { label: 'meme', status: 'missing', details: 'The thread has no meme.' };
  const peak = oneDecimal(Math.max(0, ...memes.map(({ heat }) => heat)));
  const phase = last?.phase ?? '';
  const way = phase === '' ? 'did not set out' : `${memePhaseWords(phase)}; its heat was ${peak} at the most`;
  return {
    label: 'meme',
    status: SPREAD_PHASES.has(phase) ? 'ok' : 'risk',
    details: `The meme “${names.of('meme_seed', id)}” ${way}.`,
  };
}

/** An event that somebody brought up. */
function eventCard({ event_card_id: id, comments, names }: RunFacts): ChecklistItem {
  const label = 'event_card';
  if (id === '') return { label, status: 'missing', details: 'The thread has no event.' };
  const cited = comments.filter(({ evidence }) => evidence?.id === `event_card:${id}`).length;
  const details = `The event “${names.of('event_card', id)}” was cited ${cited === 0 ? 'by nobody' : times(cited)}.`;
  return { label, status: cited > 0 ? 'ok' : 'risk', details };
}
